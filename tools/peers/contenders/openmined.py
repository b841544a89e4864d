"""openmined-psi 2.0.6: both parties in one process, intersection of two lists, half in common."""

import sys
from time import perf_counter

import private_set_intersection.python as psi
from report import report


def main(_job, n):
    """Intersect and report."""
    server_list = [str(number) for number in range(n)]
    client_list = [str(2 * number) for number in range(n)]
    start = perf_counter()
    client = psi.client.CreateWithNewKey(True)
    server = psi.server.CreateWithNewKey(True)
    setup = server.CreateSetupMessage(1e-9, n, server_list, psi.DataStructure.RAW)
    request = client.CreateRequest(client_list)
    response = server.ProcessRequest(request)
    found = client.GetIntersection(setup, response)
    seconds = perf_counter() - start
    sent = setup.ByteSize() + request.ByteSize() + response.ByteSize()
    report(seconds, sent, is_right=sorted(found) == list(range((n + 1) // 2)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
