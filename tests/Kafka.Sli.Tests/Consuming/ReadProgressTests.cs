using Kafka.Sli.Consuming;

namespace Kafka.Sli.Tests.Consuming;

public sealed class ReadProgressTests
{
    [Fact]
    public void What_was_read_before_is_known_of_so_many_partitions_and_never_of_more()
    {
        var progress = new ReadProgress();
        Assert.True(progress.Advance("first", 0, 5, sent: null));
        for (var i = 1; i < ReadProgress.MostPartitions; i++)
        {
            progress.Advance("reply", i, 0, sent: null);
        }

        Assert.False(progress.Advance("first", 0, 5, sent: null));

        Assert.True(progress.Advance("reply", 0, 0, sent: null));
        Assert.True(progress.Advance("first", 0, 5, sent: null));
        Assert.False(progress.Advance("first", 0, 5, sent: null));
    }
}
