using System.Net;
using Microsoft.AspNetCore.Http;

namespace Kafka.Sli.Probe.Board;

/// <summary>
/// Lets in what comes from this machine, and from the board's own page where a browser sends it: a page of somebody else, open in the same browser, can reach the loopback too, by its address or by a
/// name of its own that leads there.
/// </summary>
internal sealed class OwnOriginFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return IsOwn(request, context.HttpContext.Connection.RemoteIpAddress)
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.Problem("only the board's own page, or a program on this machine, may do this", statusCode: StatusCodes.Status403Forbidden));
    }

    private static bool IsOwn(HttpRequest request, IPAddress? from) =>
        from is not null && IPAddress.IsLoopback(from)
        && IsLoopback(request.Host.Host)
        && request.Headers.Origin.All(origin => origin == $"{request.Scheme}://{request.Host}")
        && request.Headers["Sec-Fetch-Site"].All(site => site is "same-origin" or "none");

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
