using Kafka.Sli.Probe.Board;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Probe.Tests.Board;

public class ScrapeWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScrapeWatch _watch;

    public ScrapeWatchTests() => _watch = new ScrapeWatch(_time);

    [Fact]
    public void Whom_nobody_scrapes_waits_for_nobody() => Assert.True(_watch.LastScrapeAsync(CancellationToken.None).IsCompletedSuccessfully);

    [Fact]
    public void One_look_at_the_page_is_no_scraping()
    {
        _watch.Scraped(_time.GetTimestamp());

        Assert.True(_watch.LastScrapeAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_next_scrape_ends_the_wait()
    {
        ScrapedEvery(TimeSpan.FromSeconds(15));

        var last = _watch.LastScrapeAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.False(last.IsCompleted);
        _watch.Scraped(_time.GetTimestamp());

        await last;
    }

    [Fact]
    public async Task A_scraper_that_has_gone_is_waited_for_two_intervals()
    {
        ScrapedEvery(TimeSpan.FromSeconds(20));

        var last = _watch.LastScrapeAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(39));
        Assert.False(last.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        await last;
    }

    [Fact]
    public async Task A_scrape_that_had_begun_before_does_not_end_the_wait()
    {
        ScrapedEvery(TimeSpan.FromSeconds(15));
        var began = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));

        var last = _watch.LastScrapeAsync(CancellationToken.None);
        _watch.Scraped(began);
        Assert.False(last.IsCompleted);
        _watch.Scraped(_time.GetTimestamp());

        await last;
    }

    [Fact]
    public void Two_that_scrape_side_by_side_are_waited_for_by_the_longer_interval()
    {
        ScrapedEvery(TimeSpan.FromSeconds(14));
        _time.Advance(TimeSpan.FromSeconds(1));
        _watch.Scraped(_time.GetTimestamp());

        var last = _watch.LastScrapeAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(13));

        Assert.False(last.IsCompleted);
    }

    [Fact]
    public async Task A_scraper_that_had_only_just_caught_up_is_waited_for_two_seconds()
    {
        ScrapedEvery(TimeSpan.FromMilliseconds(10));

        var last = _watch.LastScrapeAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(last.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.False(await last);
    }

    private void ScrapedEvery(TimeSpan interval)
    {
        _watch.Scraped(_time.GetTimestamp());
        _time.Advance(interval);
        _watch.Scraped(_time.GetTimestamp());
    }
}
