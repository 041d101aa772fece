using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Kafka.Sli.Probe.Tests.Commands;

/// <summary>An OTLP collector for metrics, over HTTP/protobuf or gRPC, that keeps the count of each histogram.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, ulong> _counts = [];
    private readonly HashSet<string> _services = [];
    private readonly HashSet<int> _temporalities = [];

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Endpoint => _app.Urls.Single();

    /// <summary>The count over all attribute sets, of the last export: they are cumulative.</summary>
    public IReadOnlyDictionary<string, ulong> HistogramCounts => _counts;

    public IReadOnlyCollection<string> ServiceNames => _services;

    /// <summary>Of histograms: 1 is delta, 2 is cumulative.</summary>
    public IReadOnlyCollection<int> Temporalities => _temporalities;

    public static async Task<OtlpReceiver> StartAsync(string protocol)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            listen.Protocols = protocol == "grpc" ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/metrics", receiver.ReceiveHttpAsync);
        app.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", receiver.ReceiveGrpcAsync);
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private async Task ReceiveHttpAsync(HttpContext context)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        Receive(await ReadAsync(context.Request));
    }

    private async Task ReceiveGrpcAsync(HttpContext context)
    {
        // A message, and its answer, is a byte that says whether it is compressed and four of its length, and then itself.
        const int Prefix = 5;
        Assert.Equal("application/grpc", context.Request.ContentType);
        Receive((await ReadAsync(context.Request))[Prefix..]);
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.Body.WriteAsync(new byte[Prefix]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private void Receive(byte[] request)
    {
        // ExportMetricsServiceRequest > ResourceMetrics > (Resource > attributes | ScopeMetrics > Metric), by field numbers of opentelemetry-proto.
        foreach (var resourceMetrics in Fields(ByteString.CopyFrom(request), 1))
        {
            _services.UnionWith(Fields(resourceMetrics, 1).SelectMany(r => Fields(r, 1)).Where(a => Text(a, 1) == "service.name").Select(a => Text(Fields(a, 2).Single(), 1)));
            foreach (var metric in Fields(resourceMetrics, 2).SelectMany(scope => Fields(scope, 2)))
            {
                foreach (var histogram in Fields(metric, 9))
                {
                    _temporalities.Add(Enumeration(histogram, 2));
                    _counts[Text(metric, 1)] = Fields(histogram, 1).Aggregate(0UL, (sum, point) => sum + Fixed64(point, 4));
                }
            }
        }
    }

    private static string Text(ByteString message, int field) => Fields(message, field).Single().ToStringUtf8();

    private static IEnumerable<ByteString> Fields(ByteString message, int field)
    {
        var input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                yield return input.ReadBytes();
            }
            else
            {
                input.SkipLastField();
            }
        }
    }

    private static ulong Fixed64(ByteString message, int field)
    {
        var input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field)
            {
                return input.ReadFixed64();
            }

            input.SkipLastField();
        }

        return 0;
    }

    private static int Enumeration(ByteString message, int field)
    {
        var input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field)
            {
                return input.ReadEnum();
            }

            input.SkipLastField();
        }

        return 0;
    }
}
