using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Kafka.Sli.Probe.Board;

/// <summary>What the board shows, for programs: <c>/api/v1/status</c>, its stream, and the latencies of late.</summary>
internal static class StatusApi
{
    public static void Map(IEndpointRouteBuilder routes, BoardWatch watch)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Status");
        api.MapGet("/status", () => TypedResults.Ok(watch.Status))
            .WithName("getStatus")
            .WithSummary("How every cell of this instance stands now.");
        api.MapGet("/status/stream", IResult (HttpContext context, IHostApplicationLifetime host, CancellationToken gone) =>
            {
                // nginx would keep events back until a buffer is full.
                context.Response.Headers["X-Accel-Buffering"] = "no";
                return TypedResults.ServerSentEvents(FollowAsync(watch, host.ApplicationStopping, gone), "status");
            })
            .WithName("followStatus")
            .WithSummary("The same as server-sent events, twice a second and at once after a fault: the data of each event of type 'status' is a whole status document.")
            .Produces<StatusDocument>(contentType: "text/event-stream");
        api.MapGet("/samples", Results<Ok<IReadOnlyList<CellSample>>, ProblemHttpResult> (string? cell) =>
                cell is null ? TypedResults.Problem("cell: is missing; ask for one as in /api/v1/samples?cell=NAME; /api/v1/status names them", statusCode: StatusCodes.Status400BadRequest)
                : watch.SamplesOf(cell) is { } samples ? TypedResults.Ok(samples)
                : TypedResults.Problem($"cell {cell}: is not one of this plan; /api/v1/status names them", statusCode: StatusCodes.Status404NotFound))
            .WithName("getSamples")
            .WithSummary("The last quarter of an hour of one cell by the second, the oldest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>A stream that outlives the host's end would hold that up.</summary>
    private static async IAsyncEnumerable<string> FollowAsync(BoardWatch watch, CancellationToken ends, [EnumeratorCancellation] CancellationToken gone)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ends, gone);
        await foreach (var status in watch.FollowAsync(stop.Token))
        {
            yield return status;
        }
    }
}
