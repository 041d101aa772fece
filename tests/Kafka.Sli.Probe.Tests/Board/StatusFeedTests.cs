using Kafka.Sli.Probe.Board;

namespace Kafka.Sli.Probe.Tests.Board;

public sealed class StatusFeedTests
{
    private readonly StatusFeed _feed = new();

    [Fact]
    public async Task A_follower_is_told_what_is_now_and_then_what_comes()
    {
        using var stop = new CancellationTokenSource();
        await using var follower = _feed.FollowAsync(() => "now", stop.Token).GetAsyncEnumerator(CancellationToken.None);

        Assert.False(_feed.HasFollowers);
        Assert.True(await follower.MoveNextAsync());
        Assert.Equal("now", follower.Current);
        Assert.True(_feed.HasFollowers);

        var next = follower.MoveNextAsync();
        _feed.Publish("later");
        Assert.True(await next);
        Assert.Equal("later", follower.Current);

        await stop.CancelAsync();
        Assert.False(await follower.MoveNextAsync());
        Assert.False(_feed.HasFollowers);
    }

    [Fact]
    public async Task What_is_published_while_the_first_is_told_is_not_missed()
    {
        using var stop = new CancellationTokenSource();
        await using var follower = _feed.FollowAsync(
            () =>
            {
                _feed.Publish("meanwhile");
                return "now";
            },
            stop.Token).GetAsyncEnumerator(CancellationToken.None);

        Assert.True(await follower.MoveNextAsync());
        Assert.True(await follower.MoveNextAsync());

        Assert.Equal("meanwhile", follower.Current);
    }
}
