using System.Net;
using System.Net.Sockets;

namespace Kafka.Sli.Lab.Brokers;

/// <summary>
/// Ports that nobody uses, below those that the system gives to outgoing connections: a broker that is started again needs its own back, and a client's
/// connection could have taken it meanwhile.
/// </summary>
internal static class FreePorts
{
    private const int First = 15_000;
    private const int Last = 31_000;

    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        lock (Given)
        {
            int port;
            do
            {
                port = Random.Shared.Next(First, Last);
            }
            while (Given.Contains(port) || !IsFree(port));

            Given.Add(port);
            return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
