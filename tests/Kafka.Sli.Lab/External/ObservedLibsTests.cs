using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab.External;

public class ObservedLibsTests
{
    [Fact]
    public void The_observer_is_among_the_libraries_that_a_profile_names()
    {
        Assert.SkipWhen(ObservedLibs.WhyNot is not null, ObservedLibs.WhyNot ?? "");
        using var libs = ObservedLibs.Build();

        Assert.Contains(Directory.GetFiles(libs.Libs), f => Path.GetFileName(f).StartsWith("kafka-clients-", StringComparison.Ordinal));
        Assert.Contains($"{ObservedLibs.Interceptor}.class", ShellCommand.Run($"jar tf '{Path.Combine(libs.Libs, "latency-observer.jar")}'"), StringComparison.Ordinal);
    }

    [Fact]
    public void Sends_acknowledgements_and_deliveries_of_one_message_are_put_together()
    {
        var seen = new ObservedMessages(
        [
            "sent,0,,7,1000000000", "sent,0,,8,2000000000", "acknowledged,0,41,,1500000000", "consumed,0,41,7,3000000000", "consumed,0,41,7,9000000000", "consumed,1,5,99,1", "sent,0",
        ]);

        Assert.Equal([new ObservedMessage(0, 1, 1_000_000_000, 1_500_000_000, 3_000_000_000), new ObservedMessage(0, 2, 2_000_000_000, null, null)], seen.All);
    }
}
