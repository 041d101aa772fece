using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Tests.Plan;

public class RefusedPropertiesTests
{
    [Theory]
    [InlineData("transactional.id", "true")]
    [InlineData("delivery.report.only.error", "1")]
    [InlineData("dotnet.producer.enable.delivery.reports", "False")]
    [InlineData("dotnet.consumer.consume.result.fields", "none")]
    [InlineData("dotnet.consumer.consume.result.fields", "headers,topic")]
    public void What_would_leave_nothing_to_measure_is_refused(string key, string value) =>
        Assert.StartsWith($"{key}={value}: the probe ", PlanProperties.Fault(key, value), StringComparison.Ordinal);

    [Theory]
    [InlineData("delivery.report.only.error", "f")]
    [InlineData("dotnet.producer.enable.delivery.reports", "True")]
    [InlineData("dotnet.consumer.consume.result.fields", "all")]
    [InlineData("dotnet.consumer.consume.result.fields", "topic, timestamp, headers")]
    public void With_a_value_that_does_no_harm_it_is_not(string key, string value) => Assert.Null(PlanProperties.Fault(key, value));
}
