"""What a published run ran on: the row's instance, as the cluster of a job file.

The program's own catalogue is asked first. The instances of older runs are no longer sold, so their makers' figures
stand here; a row's own figures (vCPUs, memory, network, disks) fill in for any other machine.
"""
import re

from runs import NotExpressible


def network_disks(mb_per_second):
    """The volumes that EMR attaches to a node without disks (128 GiB to a 2xlarge), as fast as their link."""
    return {"count": 1, "size": "128 GiB", "read": f"{mb_per_second} MB/s", "write": f"{mb_per_second} MB/s"}


# Vendors' figures of instances of past generations: vCPUs and memory from EC2's list of previous generations, the
# disks' speed from its table of EBS-optimised instances. Where EC2 said "High" of the network, what iperf measures.
PAST_MACHINES = {
    "c4.xlarge": {"vcpus": 4, "memory": "7.5 GiB", "network": "0.8 Gbps", "local_disk": network_disks(93.75)},
    "c4.2xlarge": {"vcpus": 8, "memory": "15 GiB", "network": "1 Gbps", "local_disk": network_disks(125)},
    "c4.4xlarge": {"vcpus": 16, "memory": "30 GiB", "network": "2 Gbps", "local_disk": network_disks(250)},
    "m4.xlarge": {"vcpus": 4, "memory": "16 GiB", "network": "0.8 Gbps", "local_disk": network_disks(93.75)},
    "m4.2xlarge": {"vcpus": 8, "memory": "32 GiB", "network": "1 Gbps", "local_disk": network_disks(125)},
    "m4.4xlarge": {"vcpus": 16, "memory": "64 GiB", "network": "2 Gbps", "local_disk": network_disks(250)},
    "r4.xlarge": {"vcpus": 4, "memory": "30.5 GiB", "network": "1.25 Gbps", "local_disk": network_disks(106.25)},
    "r4.2xlarge": {"vcpus": 8, "memory": "61 GiB", "network": "2.5 Gbps", "local_disk": network_disks(212.5)},
    "r4.4xlarge": {"vcpus": 16, "memory": "122 GiB", "network": "5 Gbps", "local_disk": network_disks(437.5)},
    # Two hard disks, at the 100 MB/s of their time.
    "m2.4xlarge": {"vcpus": 8, "memory": "68.4 GiB", "network": "1 Gbps",
                   "local_disk": {"count": 2, "size": "840 GB", "read": "100 MB/s", "write": "100 MB/s"}},
    "i2.8xlarge": {"vcpus": 32, "memory": "244 GiB", "network": "10 Gbps",
                   "local_disk": {"count": 8, "size": "800 GB", "read": "450 MB/s", "write": "400 MB/s"}},
    "g4dn.16xlarge": {"vcpus": 64, "memory": "256 GiB", "network": "50 Gbps", "gpus": 1, "gpu": "T4",
                      "gpu_memory": "16 GiB", "local_disk": {"count": 1, "size": "900 GB"}},
}

# Spilling to object storage is told as a disk that never fills, of the program's usual speed.
SPILL_STORE = {"count": 1, "size": "100 TB"}

GPU_OF_FAMILY = {"g4dn": "T4", "g5": "A10G", "g6": "L4", "p3": "V100", "p4d": "A100", "p5": "H100"}

EXECUTORS = re.compile(r"(\d+) executors x (\d+) cores x (\d+) GB")
DRIVES = re.compile(r"(\d+)x (\d+(?:\.\d+)?) (TB|GB) (?:NVMe|SSD|HDD)")


def machine_name(run):
    """The instance type that the row's text starts with: "g4dn.12xlarge (+1 driver node)" is a g4dn.12xlarge."""
    if re.search(r"\) \+ |, then ", run.instance):
        raise NotExpressible("two kinds of nodes")
    return run.instance.split(" ")[0].rstrip(",")


def gpu_name(run):
    """The GPU that the row states, or that its instance family has."""
    stated = re.search(r"\b(T4|V100|A100|A10G?|L4|H100)\b", run.gpu)
    return stated[1] if stated else GPU_OF_FAMILY.get(machine_name(run).split(".")[0])


def executors_only(run):
    """A cluster of which only its executors are stated: one on a node that just holds it, as large clusters are shared.

    An on-premise node has disks of its own; what else it has is left to the program's defaults.
    """
    count, cores, memory = EXECUTORS.search(run.instance).groups()
    overhead = 0.1 * int(memory)  # Spark's own share beside the heap
    return {
        "nodes": int(count),
        "vcpus": int(cores),
        "memory": f"{int(memory) + overhead:g} GiB",
        "local_disk": {"count": 1, "size": "2 TB"},
        "executors": {"per_node": 1, "cores": int(cores), "memory": f"{memory} GiB", "overhead": f"{overhead:g} GiB"},
    }


def by_its_own_figures(run):
    """A machine that no list knows, as the row describes it."""
    shape = {
        "vcpus": run.needed("vcpus_per_node", "the machine's vCPUs"),
        "memory": f"{run.needed('mem_gib_per_node', 'the machine`s memory'):g} GiB",
    }
    if run.number("gpus_per_node"):
        shape["gpus"] = run.number("gpus_per_node")
    drives = DRIVES.search(run.instance)
    if drives:
        shape["local_disk"] = {"count": int(drives[1]), "size": f"{drives[2]} {drives[3]}"}
    return shape


def cluster(run, catalogue):
    """The `cluster` of the row's job. `catalogue` holds the machines that the program knows."""
    if EXECUTORS.search(run.instance):
        return executors_only(run)
    if not run.instance:
        raise NotExpressible("no cluster stated")
    name = machine_name(run)
    shape = {"nodes": int(run.needed("nodes", "the number of nodes"))}
    if name in catalogue:
        shape["machine"] = name
    elif name in PAST_MACHINES:
        shape |= PAST_MACHINES[name]
    else:
        shape |= by_its_own_figures(run)
    if run.says("spill to S3"):
        shape["local_disk"] = SPILL_STORE
    return shape | stated_speeds(run, shape)


def stated_speeds(run, shape):
    """Network and disk speeds that the row measured replace those of the list."""
    speeds = {}
    if run.number("network_gbps_per_node"):
        speeds["network"] = f"{run.number('network_gbps_per_node'):g} Gbps"
    if run.number("local_disk_mb_s_per_node"):
        disks = shape.get("local_disk", {"count": 1, "size": "1 TB"})
        each = f"{run.number('local_disk_mb_s_per_node') / disks['count']:g} MB/s"
        speeds["local_disk"] = disks | {"read": each, "write": each}
    return speeds
