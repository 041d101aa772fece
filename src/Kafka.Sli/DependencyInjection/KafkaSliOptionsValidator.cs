using Microsoft.Extensions.Options;

namespace Kafka.Sli.DependencyInjection;

internal sealed class KafkaSliOptionsValidator : IValidateOptions<KafkaSliOptions>
{
    public ValidateOptionsResult Validate(string? name, KafkaSliOptions options) =>
        options.Faults().ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
