"""ONNX's own checker, shapes and types included: python3 check_files.py FILE…"""
import sys

import onnx

for file in sys.argv[1:]:
    onnx.checker.check_model(onnx.load(file), full_check=True)
print(onnx.__version__)
