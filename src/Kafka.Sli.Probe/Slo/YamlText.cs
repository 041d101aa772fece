using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;

namespace Kafka.Sli.Probe.Slo;

/// <summary>Documents as somebody would write them by hand: nothing quoted without need, long expressions over several lines.</summary>
internal static class YamlText
{
    private static readonly SerializerBuilder Builder = new SerializerBuilder()
        .WithQuotingNecessaryStrings()
        .WithIndentedSequences()
        .DisableAliases()
        .WithEventEmitter(next => new LinesAsTheyAre(next))
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull);

    /// <param name="comment">What stands above, a line each.</param>
    /// <param name="naming">Of the keys that are properties here.</param>
    /// <param name="documents">One or more.</param>
    public static string Of(IEnumerable<string> comment, INamingConvention naming, IEnumerable<object> documents)
    {
        var serializer = Builder.WithNamingConvention(naming).Build();
        var heading = string.Concat(comment.Select(line => $"# {line.ReplaceLineEndings(" ")}\n"));
        return heading + string.Join("---\n", documents.Select(d => serializer.Serialize(d).ReplaceLineEndings("\n")));
    }

    private sealed class LinesAsTheyAre : ChainedEventEmitter
    {
        public LinesAsTheyAre(IEventEmitter next)
            : base(next)
        {
        }

        public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
        {
            if (eventInfo.Source.Value is string text && text.Contains('\n', StringComparison.Ordinal))
            {
                eventInfo.Style = ScalarStyle.Literal;
            }

            base.Emit(eventInfo, emitter);
        }
    }
}
