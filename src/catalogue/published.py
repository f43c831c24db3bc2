#!/usr/bin/env python3
"""Writes machines/published/: the machine types whose shape and price are published, beside the series that are kept
by hand in machines/.

    published.py FOLDER     # with machines-aws.csv, machines-azure.csv, machines-gcp.csv

What the lists do not know is left out of a machine, never zero. Left out as a whole are machines that are no whole
machine or nothing that Spark or Ray runs on: shares of a GPU, bare metal, TPUs, FPGAs, accelerators without a count.
"""
import collections
import csv
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
OUT = HERE / "machines" / "published"

SOURCES = {
    "aws": ("us-east-1", "2026-07-20", "getmoto/moto@0af643a:instance_types.json\n"
            "  + aws/karpenter-provider-aws@1d92708:pricing_aws.go"),
    "azure": ("eastus", "2026-06-18", "SpareCores/sc-data-dumps (2026-01, CC BY-SA 4.0)\n"
              "  + Azure/karpenter-provider-azure@352646f:zz_generated.pricing.go"),
    "gcp": ("us-central1", "2026-07-30", "SpareCores/sc-data-dumps (2026-01, CC BY-SA 4.0)\n"
            "  + Cyclenerd/google-cloud-pricing-cost-calculator@fd66b26:pricing.yml"),
}
NAMES = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud"}
NOTES = {
    "aws": "Network is the baseline. t2, t3, t3a and t4g have the whole of their vCPUs for short times only.",
    "azure": "Local disk is the temp disk, where there is no other. A price that is not that of its series is left out.",
    "gcp": "Prices of n1, n2, n2d, e2, c3 and t2d follow from those of their series, which are linear in vCPUs and "
           "memory; others are not known.",
}
GPUS = {"NVIDIA A100": "A100", "NVIDIA A10G": "A10G", "NVIDIA B200": "B200", "NVIDIA B300": "B300",
        "NVIDIA H100": "H100", "NVIDIA H200": "H200", "NVIDIA L4": "L4", "NVIDIA L40S": "L40S", "NVIDIA T4": "T4",
        "NVIDIA T4g": "T4G", "NVIDIA V100": "V100", "AMD Radeon Pro V520": "V520",
        "NVIDIA RTX PRO 4500": "RTX-PRO-4500", "NVIDIA RTX PRO Server 6000": "RTX-PRO-6000",
        "A100": "A100", "B200": "B200", "H100": "H100", "H200": "H200", "L4": "L4", "RTX Pro 6000": "RTX-PRO-6000"}
GPU_MEMORY = {"A100": 40, "A100-80GB": 80, "B200": 180, "H100": 80, "H200": 141, "L4": 22.35, "RTX-PRO-6000": 96,
              "V100": 16, "T4": 16, "A10": 24}


def number(text):
    return float(text) if text else None


def shown(value):
    return f"{value:.6f}".rstrip("0").rstrip(".")


def kept_by_hand():
    names = set()
    for path in (HERE / "machines").glob("*.yaml"):
        names.update(re.findall(r"^  ([A-Za-z0-9][\w.-]*): \{", path.read_text(), re.M))
    return names


def purpose_of(cloud, name):
    """Which file a machine is in: what its family is for."""
    if cloud == "aws":
        family = name.split(".")[0]
        if re.match(r"g\d|gr\d|p\d", family):
            return "gpu"
        return {"c": "compute", "r": "memory", "x": "memory", "z": "memory", "d": "storage", "h": "storage",
                "i": "storage"}.get(family[0], "general")
    if cloud == "gcp":
        family = name.split("-")[0]
        return "gpu" if re.match(r"a\d|g\d$", family) else "all"
    letter = re.match(r"(?:Standard|Basic)_([A-Z])", name).group(1)
    return {"B": "general", "A": "general", "D": "general", "E": "memory", "G": "memory", "M": "memory",
            "F": "compute", "H": "compute", "L": "storage", "N": "gpu", "P": "other"}.get(letter, "other")


def aws_rows(path):
    for row in csv.DictReader(open(path)):
        name = row["instance"]
        if re.match(r"(inf|trn|vt|f)\d|(g6f|gr6f)\.", name) or "metal" in name:
            continue
        gpu = GPUS.get(row["gpu"], "")
        count = int(float(row["gpus"] or 0))
        if row["gpu"] and (not gpu or count == 0):
            continue
        gpu_memory = number(row["gpu_memory_mib"]) / 1024 if count else None
        if name.startswith("p4de."):
            gpu = "A100-80GB"
        yield {"name": name, "arch": "arm64" if row["arch"] == "arm64" else "x86_64", "vcpus": number(row["vcpus"]),
               "memory": number(row["memory_gib"]), "network": number(row["network_gbps_base"]),
               "disks": int(row["disks"] or 0), "disk": number(row["disk_gb"]), "disk_unit": "GB", "gpus": count,
               "gpu": gpu, "gpu_memory": gpu_memory, "price": number(row["usd_h"])}


def azure_gpu(name, gpu):
    for text, model in (("_T4_", "T4"), ("_A10_", "A10"), ("_A100_", "A100"), ("H100", "H100"), ("H200", "H200")):
        if text in name:
            return model
    if re.search(r"_ND96asr_v4", name):
        return "A100"
    if re.search(r"_NC\d+r?s_v3", name):
        return "V100"
    return GPUS.get(gpu, "")


def azure_rows(path):
    for row in csv.DictReader(open(path)):
        name = row["instance"]
        limited = re.search(r"_[A-Z]+\d+-(\d+)", name)
        if limited and int(limited.group(1)) != number(row["vcpus"]):
            continue
        count = int(float(row["gpus"] or 0))
        gpu = azure_gpu(name, row["gpu"]) if count else ""
        share_of_gpu = re.search(r"_NV(6|12|18)ads_A10|_NC\d+-\d", name)
        if name.split("_")[1].startswith(("N", "PB")) and (not gpu or share_of_gpu):
            continue
        vcpus, memory = number(row["vcpus"]), number(row["memory_gib"])
        disks, disk, unit = int(row["local_disks"] or 0), number(row["local_disk_gb"]), "GiB"
        if disks == 1 and disk:
            disk = round(disk / 1.024)  # the list counts MiB by the thousand
        elif re.fullmatch(r"Standard_L\d+a?s_v[23]", name):
            disks, disk, unit = int(vcpus / 8), 1920, "GB"
        else:
            disks, disk = 0, None  # a temp disk and others together
        gpu_memory = GPU_MEMORY.get(gpu)
        if gpu == "A100" and "ND96asr" not in name:
            gpu_memory = 80
        yield {"name": name, "arch": row["arch"] or "x86_64", "vcpus": vcpus, "memory": memory,
               "network": number(row["network_gbps"]), "disks": disks, "disk": disk, "disk_unit": unit, "gpus": count,
               "gpu": gpu, "gpu_memory": gpu_memory, "price": number(row["usd_h_eastus"])}


# Dollars an hour of a vCPU, of a GiB, and of a local disk of 375 GiB: from two machines of each series.
def gcp_rates():
    known = {}
    for path in (HERE / "machines").glob("gcp-*.yaml"):
        for name, body in re.findall(r"^  ([\w-]+): \{(.*?)\}$", path.read_text(), re.M | re.S):
            vcpus = float(re.search(r"vcpus: (\d+)", body).group(1))
            memory = float(re.search(r"[{ ]memory: ([\d.]+) GiB", " " + body).group(1))
            price = re.search(r"[^_]price: \$([\d.]+)/h", body)
            if price:
                known[name] = (vcpus, memory, float(price.group(1)))
    rates = {}
    for family in ("n1", "n2", "n2d", "e2", "c3"):
        (v1, m1, p1), (v2, m2, p2) = known[f"{family}-standard-8"], known[f"{family}-highmem-8"]
        gib = (p2 / v2 - p1 / v1) / (m2 / v2 - m1 / v1)
        rates[family] = ((p1 - gib * m1) / v1, gib)
    v, m, p = known["t2d-standard-8"]
    rates["t2d"] = (p / v, 0)
    disk = (known["c3-standard-8-lssd"][2] - known["c3-standard-8"][2]) / 2
    return rates, disk


GCP_C3_DISKS = {4: 1, 8: 2, 22: 4, 44: 8, 88: 16, 176: 32}


def gcp_rows(path):
    rates, disk_price = gcp_rates()
    for row in csv.DictReader(open(path)):
        name = row["instance"]
        family, kind = name.split("-")[:2]
        if row["status"] != "ACTIVE" or "metal" in name or re.match(r"ct\d|tpu|x4", family):
            continue
        count = int(float(row["gpus"] or 0))
        gpu = GPUS.get(row["gpu"], "") if count else ""
        if row["gpus"] not in ("", "0") and not gpu:
            continue
        if name.startswith("a2-ultragpu"):
            gpu = "A100-80GB"
        vcpus, memory = number(row["vcpus"]), number(row["memory_gib"])
        disks = GCP_C3_DISKS.get(int(vcpus), 0) if family == "c3" and name.endswith("-lssd") else 0
        price = None
        if family in rates and kind in ("standard", "highmem", "highcpu") and (not name.endswith("lssd") or disks):
            price = rates[family][0] * vcpus + rates[family][1] * memory + disks * disk_price
            if name.startswith("e2-") and kind == "standard" and vcpus < 2:
                price = None
        yield {"name": name, "arch": row["arch"], "vcpus": vcpus, "memory": memory,
               "network": number(row["network_gbps"]), "disks": disks, "disk": 375 if disks else None,
               "disk_unit": "GiB", "gpus": count, "gpu": gpu, "gpu_memory": GPU_MEMORY.get(gpu), "price": price}


def kind_of(cloud, name):
    """Machines whose prices a vCPU are alike: one series, and as much disk a vCPU."""
    return (cloud, name.split(".")[0] if cloud == "aws" else re.sub(r"\d+(-\d+(?=[a-z]))?", "", name, count=1))


def sold_vcpus(row):
    """What is paid for: Standard_E16-4s_v5 costs as Standard_E16s_v5."""
    limited = re.search(r"_[A-Z]+(\d+)-\d+[a-z]", row["name"])
    return int(limited.group(1)) if limited else row["vcpus"]


def drop_odd_prices(cloud, rows):
    """A price that is not that of its series, by vCPU, is one of something else. That of a series is the lowest which
    two machines share: others have the rate of Windows."""
    groups = collections.defaultdict(list)
    for row in rows:
        if row["price"] and not row["gpus"]:
            groups[kind_of(cloud, row["name"]), round(row["memory"] / sold_vcpus(row), 2)].append(row)
    for group in groups.values():
        each = sorted(row["price"] / sold_vcpus(row) for row in group)
        shared = [low for low, high in zip(each, each[1:]) if high <= low * 1.01]
        usual = shared[0] if shared else each[0]
        for row in group:
            if abs(row["price"] / sold_vcpus(row) - usual) > 0.01 * usual:
                row["price"] = None


def line_of(row):
    parts = [f"vcpus: {shown(row['vcpus'])}", f"memory: {shown(row['memory'])} GiB"]
    if row["network"]:
        parts.append(f"network: {shown(row['network'])} Gbps")
    if row["disks"] and row["disk"]:
        parts.append(f"local_disk: {{count: {row['disks']}, size: {shown(row['disk'])} {row['disk_unit']}}}")
    if row["gpus"]:
        parts.append(f"gpus: {row['gpus']}, gpu: {row['gpu']}")
        if row["gpu_memory"]:
            parts.append(f"gpu_memory: {shown(row['gpu_memory'])} GiB")
    if row["price"]:
        parts.append(f"price: ${shown(row['price'])}/h")
    return f"  {row['name']}: {{{', '.join(parts)}}}"


def order(row):
    return re.sub(r"\d+", "", row["name"].split(".")[0]), row["name"].split(".")[0], row["vcpus"], row["name"]


def main(folder):
    kept = kept_by_hand()
    OUT.mkdir(exist_ok=True)
    for old in OUT.glob("*.yaml"):
        old.unlink()
    for cloud, rows_of in (("aws", aws_rows), ("azure", azure_rows), ("gcp", gcp_rows)):
        rows = list(rows_of(pathlib.Path(folder) / f"machines-{cloud}.csv"))
        drop_odd_prices(cloud, rows)
        files = collections.defaultdict(list)
        for row in rows:
            if row["name"] not in kept:
                files[purpose_of(cloud, row["name"]), row["arch"]].append(row)
        region, as_of, source = SOURCES[cloud]
        for (purpose, arch), machines in sorted(files.items()):
            head = (f"# {NAMES[cloud]}, {purpose}, {arch}: types by their published shape and price on demand, Linux. "
                    f"Written by published.py.\n# {NOTES[cloud]}\n"
                    f"provider: {cloud}\nregion: {region}\nas_of: {as_of}\nsource: >-\n  {source}\n"
                    f"architecture: {arch}\nmachines:\n")
            text = head + "\n".join(line_of(row) for row in sorted(machines, key=order)) + "\n"
            (OUT / f"{cloud}-{purpose}-{arch.replace('_', '-')}.yaml").write_text(text)
            print(f"{cloud}-{purpose}-{arch}: {len(machines)} types, {len(text)} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
