using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Kafka.Sli.Probe.Tests.Embedded;

/// <summary>The protocol spoken by hand: what a broker says of the requests it understands.</summary>
internal static class ApiVersionsRequest
{
    // Length 10, API key 18, version 0, correlation id 7, no client id.
    private static readonly byte[] Request = [0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff];

    public static async Task<Dictionary<int, (short Min, short Max)>> SendAsync(string broker)
    {
        var cancelled = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(broker), cancelled);
        await client.GetStream().WriteAsync(Request, cancelled);
        var length = new byte[4];
        await client.GetStream().ReadExactlyAsync(length, cancelled);
        var response = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await client.GetStream().ReadExactlyAsync(response, cancelled);

        Assert.Equal(7, BinaryPrimitives.ReadInt32BigEndian(response));
        Assert.Equal(0, BinaryPrimitives.ReadInt16BigEndian(response.AsSpan(4)));
        return Enumerable.Range(0, BinaryPrimitives.ReadInt32BigEndian(response.AsSpan(6))).ToDictionary(i => (int)At(i, 0), i => (At(i, 1), At(i, 2)));

        short At(int api, int field) => BinaryPrimitives.ReadInt16BigEndian(response.AsSpan(10 + (6 * api) + (2 * field)));
    }
}
