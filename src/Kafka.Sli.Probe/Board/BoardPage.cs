using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kafka.Sli.Probe.Board;

/// <summary>The files of the page, out of the assembly: it needs no other host on the network.</summary>
internal static class BoardPage
{
    /// <summary>Nothing from elsewhere, no inline code, and no page around it.</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly (string Path, string File, string Type)[] Files =
    [
        ("/", "board.html", "text/html; charset=utf-8"),
        ("/board.css", "board.css", "text/css; charset=utf-8"),
        ("/board.js", "board.js", "text/javascript; charset=utf-8"),
        ("/cell.js", "cell.js", "text/javascript; charset=utf-8"),
        ("/cluster.js", "cluster.js", "text/javascript; charset=utf-8"),
        ("/charts.js", "charts.js", "text/javascript; charset=utf-8"),
        ("/changes.js", "changes.js", "text/javascript; charset=utf-8"),
        ("/follow.js", "follow.js", "text/javascript; charset=utf-8"),
        ("/format.js", "format.js", "text/javascript; charset=utf-8"),
        ("/echarts.js", "echarts.js", "text/javascript; charset=utf-8"),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, file, type) in Files)
        {
            var content = Read(file);
            var tag = EntityTag.Of(content);
            routes.MapGet(path, (HttpContext context) =>
            {
                context.Response.Headers.ContentSecurityPolicy = Policy;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                context.Response.Headers["Referrer-Policy"] = "no-referrer";
                context.Response.Headers.CacheControl = "no-cache";
                return TypedResults.Bytes(content, type, entityTag: tag);
            }).ExcludeFromDescription();
        }
    }

    private static byte[] Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Page/{file}") ?? throw new InvalidOperationException($"the page's {file} is not in the assembly");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
