using System.Net;
using System.Text.Json;

namespace Kafka.Sli.Probe.Served;

/// <summary>A probe on an embedded cluster, with its board on loopback.</summary>
public sealed class ServedBoard : IAsyncLifetime
{
    private readonly ProbeProcess _probe = ProbeProcess.Start("--listen", "127.0.0.1:0", "--instance", "seen", "--objective", "produce: 99.9% < 500ms as sent", "--objective", "delivery: 99% < 1s as read");

    /// <summary>Without cookies, proxies and automatic redirects: what is asked is what is sent.</summary>
    internal ProbeProcess Probe => _probe;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, AutomaticDecompression = DecompressionMethods.None });

    public async ValueTask InitializeAsync()
    {
        Http.BaseAddress = await _probe.Address;
        await StatusAsync(status => status.GetProperty("cells")[0].GetProperty("latest").ValueKind == JsonValueKind.Object);
    }

    public static Uri At(string path) => new(path, UriKind.Relative);

    /// <summary>The first status of which it holds.</summary>
    public async Task<JsonElement> StatusAsync(Func<JsonElement, bool> holds)
    {
        // What never comes ends the test.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var status = JsonDocument.Parse(await Http.GetStringAsync(At("api/v1/status"), limit.Token));
            if (holds(status.RootElement))
            {
                return status.RootElement.Clone();
            }

            await Task.Delay(50, limit.Token);
        }
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, At(path));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _probe.DisposeAsync();
    }
}
