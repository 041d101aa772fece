using System.Net;
using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Tests.Board;

public sealed partial class BoardPageTests(ServedBoard board) : IClassFixture<ServedBoard>
{
    [Fact]
    public async Task Everything_that_the_page_needs_is_served_with_it()
    {
        var page = await board.Http.GetStringAsync(ServedBoard.At(""), TestContext.Current.CancellationToken);
        var wanted = Reference().Matches(page).Select(m => m.Groups["file"].Value).Where(f => f.EndsWith(".js", StringComparison.Ordinal) || f.EndsWith(".css", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(wanted);

        for (var i = 0; i < wanted.Count; i++)
        {
            var file = await board.Http.GetStringAsync(ServedBoard.At(wanted[i]), TestContext.Current.CancellationToken);
            wanted.AddRange(Import().Matches(wanted[i] == "echarts.js" ? "" : file).Select(m => m.Groups["file"].Value).Except(wanted));
        }

        Assert.Contains("charts.js", wanted);
    }

    [Fact]
    public async Task Nothing_comes_from_another_host_and_a_browser_would_not_let_it()
    {
        using var answer = await board.SendAsync(HttpMethod.Get, "");

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_browser_that_has_a_file_is_not_sent_it_again()
    {
        using var first = await board.SendAsync(HttpMethod.Get, "echarts.js");
        using var again = await board.SendAsync(HttpMethod.Get, "echarts.js", ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [GeneratedRegex("(src|href)=\"(?<file>[^\":]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("from '\\./(?<file>[^']+)'")]
    private static partial Regex Import();
}
