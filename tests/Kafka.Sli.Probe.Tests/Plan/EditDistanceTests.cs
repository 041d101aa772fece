using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Tests.Plan;

public class EditDistanceTests
{
    [Theory]
    [InlineData("acks", "acks", 0)]
    [InlineData("acks", "ACKS", 0)]
    [InlineData("acks", "ack", 1)]
    [InlineData("acks", "sacks", 1)]
    [InlineData("acks", "asks", 1)]
    [InlineData("acks", "akcs", 1)]
    [InlineData("", "acks", 4)]
    [InlineData("kitten", "sitting", 3)]
    public void It_counts_the_slips_of_a_hand(string left, string right, int slips)
    {
        Assert.Equal(slips, EditDistance.Between(left, right));
        Assert.Equal(slips, EditDistance.Between(right, left));
    }

    [Fact]
    public void The_nearest_come_first_and_the_far_not_at_all() =>
        Assert.Equal(["linger.ms", "lingers.ms"], EditDistance.Nearest("lingr.ms", ["group.id", "lingers.ms", "linger.ms", "acks"]));
}
