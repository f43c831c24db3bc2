"""Measured rates of models on GPUs: one row of the table, as a job."""
import csv
import re

from runs import NotExpressible

LONG = 36000  # seconds that a job lasts at the measured rate: what starts and ends it does not count then

# What serves the model, and how well: the first that matches. Servers older than the changes that doubled them are what
# untuned code is.
QUALITIES = [
    (r"tensorrt|fastertransformer|compile", "tuned"),
    (r"vllm|tgi|sglang|lmdeploy|deepspeed|onnx|infinity|tei|triton|text-embeddings", "typical"),
    (r"sentence-transformers|transformers|tensorflow|flair|spacy|naive", "untuned"),
]
PRECISIONS = {"amp": "fp16", "w4a16": "int4", "awq": "int4", "gptq": "int4", "nvfp4": "fp4", "mxfp4": "fp4",
              "w8a8": "int8", "half": "fp16", "float16": "fp16", "float32": "fp32", "bfloat16": "bf16"}
KNOWN_PRECISIONS = {"fp32", "tf32", "bf16", "fp16", "fp8", "int8", "fp4", "int4"}
PIXELS = re.compile(r"(\d{2,4}) ?x ?(\d{2,4})")


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


class Rate:
    """A row. Empty cells mean that the source did not say."""

    def __init__(self, cells):
        self.cells = cells

    def __getattr__(self, name):
        return self.cells[name]

    @property
    def tokens(self):
        return number(self.tokens_in), number(self.tokens_out)

    @property
    def generates(self):
        return re.search(r"tokens?/s", self.unit) is not None

    @property
    def framework_name(self):
        """Without its version, and what stands in brackets."""
        return re.split(r"[ (]", self.framework.strip())[0] or "not stated"

    @property
    def kind(self):
        if self.generates:
            return "generation"
        return "images" if "image" in self.unit else "encoder"

    @property
    def family(self):
        return f"{self.kind}, {self.framework_name}"

    @property
    def quality(self):
        for pattern, quality in QUALITIES:
            if re.search(pattern, self.framework, re.IGNORECASE):
                return quality
        return "typical"

    @property
    def gpu_count(self):
        return int(number(self.gpus) or 1)

    @property
    def measured(self):
        """Of all GPUs together, in the unit of the row without "per GPU"."""
        value = number(self.cells["measured throughput"])
        per_gpu = re.search(r"/GPU|per GPU", self.unit)
        return value * self.gpu_count if per_gpu else value

    @property
    def a_row(self):
        """What the unit counts, of one row of the job."""
        if not self.generates:
            return 1
        tokens_in, tokens_out = self.tokens
        return tokens_in + tokens_out if "total tokens" in self.unit else tokens_out


def read_rates(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [Rate(cells) for cells in csv.DictReader(file)]


def gpu_of(rate):
    """Name and memory of "H100 SXM 80GB"."""
    if not rate.gpu or "not stated" in rate.gpu:
        raise NotExpressible("GPU not stated")
    memory = re.search(r"(\d+) ?GB", rate.gpu)
    words = [word for word in re.split(r"[ -]", rate.gpu.replace("NVIDIA", "").strip())
             if word and not re.fullmatch(r"\d+GB|GB|SXM\d?|HBM\w*|\d+", word)]
    name = "-".join(words).replace("-PCIE", "-PCIe").replace("Tesla-", "")
    if name == "A100-PCIe" or name == "V100-PCIe":
        name = name.split("-")[0]
    return name, f"{memory[1]} GB" if memory else None


def model_of(rate, models):
    """A name of the catalogue where it has the model, else what the row says of it."""
    name = rate.model.lower().replace("meta-", "").replace("_", "-")
    name = re.sub(r"[ -](instruct|chat|fp8|fp16|hf|v0\.\d|v1\.5|it|base-hf)(?=$|[ -])", "", name).strip()
    for each in (name, name.replace(" ", "-"), re.sub(r"[ -]v?[\d.]+$", "", name).replace(" ", "-"),
                 rate.model.lower().replace(" ", "-"), name.replace(" ", "").replace("llama3", "llama-3")):
        for alias in (each, each.replace("llama-70b", "llama-2-70b"), each.replace("llama-3.1-", "llama-3.1-")):
            if alias in models:
                return alias
    parameters = number(rate.params)
    if not parameters:
        raise NotExpressible("model not known, parameters not stated")
    kind = {"generation": "generation", "images": "image", "encoder": "encoder"}[rate.kind]
    if kind == "image":
        raise NotExpressible("image model not known: its operations are not stated")
    return {"kind": kind, "parameters": parameters}


def precision_of(rate):
    said = rate.precision.lower().split()
    for word in said:
        word = PRECISIONS.get(word, word)
        if word in KNOWN_PRECISIONS:
            return word
    return None


def job_of(rate, models):
    tokens_in, tokens_out = rate.tokens
    if rate.generates and (not tokens_in or not tokens_out):
        raise NotExpressible("tokens not stated")
    if rate.kind == "encoder" and not tokens_in:
        raise NotExpressible("tokens not stated")
    gpu, memory = gpu_of(rate)
    step = {"device": "gpu", "model": model_of(rate, models), "quality": rate.quality, "load_time": "1 s"}
    if precision_of(rate):
        step["precision"] = precision_of(rate)
    if tokens_in:
        step["tokens_in"] = tokens_in
    if rate.generates:
        step["tokens_out"] = tokens_out
        step["tensor_parallel"] = rate.gpu_count
    pixels = PIXELS.search(rate.unit + " " + rate.model)
    if pixels and not rate.generates:
        step["pixels"] = int(pixels[1]) * int(pixels[2])
    batch = number(rate.batch)
    if batch:
        step["in_flight" if rate.generates else "batch_size"] = int(batch)
    cluster = {"nodes": 1, "vcpus": 96, "memory": "1 TiB", "network": "100 Gbps", "gpus": rate.gpu_count, "gpu": gpu}
    if memory:
        cluster["gpu_memory"] = memory
    rows = max(1, round(rate.measured / rate.a_row * LONG))
    return {"engine": "ray", "session": "running", "cluster": cluster,
            "inputs": {"rows": {"rows": rows, "row_width": "8 B", "format": "cached"}},
            "steps": [{"inference": step}]}, rows
