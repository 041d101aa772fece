using System.Reflection;
using YamlDotNet.RepresentationModel;

namespace Kafka.Sli.Probe.Plan;

/// <summary>Reads the tree of a plan file into <see cref="PlanDocument"/>, by the keys that stand there.</summary>
internal sealed class PlanReader
{
    private readonly PlanFaults _faults;
    private readonly PlanSecrets _secrets;

    public PlanReader(PlanFaults faults, PlanSecrets secrets)
    {
        _faults = faults;
        _secrets = secrets;
    }

    public PlanDocument Read(YamlNode root) => (PlanDocument)ReadPart(typeof(PlanDocument), root, "");

    private object ReadPart(Type type, YamlNode node, string path)
    {
        var part = Activator.CreateInstance(type)!;
        var keys = PlanKeys.Of(type);
        var given = new HashSet<string>();
        foreach (var (key, value) in Entries(node, path))
        {
            given.Add(key.Value);
            if (keys.Find(key.Value) is { } property)
            {
                property.SetValue(part, ReadValue(property.PropertyType, value, key.Place.Path));
            }
            else if (keys.Rest is { } rest)
            {
                AddProperty((PropertyMap)rest.GetValue(part)!, key, value);
            }
            else
            {
                _faults.Add(key.Place, Unknown(key.Value, keys));
            }
        }

        foreach (var missing in keys.All.Where(k => k.Key.IsRequired && !given.Contains(k.Key.Name)))
        {
            _faults.Add(YamlTree.PlaceOf(node, path), $"the key '{missing.Key.Name}' is missing: {missing.Key.Description}");
        }

        return part;
    }

    private object? ReadValue(Type type, YamlNode node, string path) => type switch
    {
        _ when type == typeof(PropertyMap) => ReadProperties(node, path),
        _ when type == typeof(PlanMatrix) => ReadMatrix(node, path),
        _ when type == typeof(IReadOnlyList<Located<string>>) => ReadTexts(node, path),
        _ when typeof(INamedParts).IsAssignableFrom(type) => ReadNamed(type, node, path),
        _ when Nullable.GetUnderlyingType(type) is { } located => ReadWord(located.GetGenericArguments()[0], node, path),
        _ => ReadPart(type, node, path),
    };

    private PropertyMap ReadProperties(YamlNode node, string path)
    {
        var map = new PropertyMap();
        foreach (var (key, value) in Entries(node, path))
        {
            AddProperty(map, key, value);
        }

        return map;
    }

    private void AddProperty(PropertyMap map, Located<string> key, YamlNode node)
    {
        if (Text(node, key.Place.Path) is { } written && Resolve(written) is { } value)
        {
            map.All.Add(new PlanProperty(key, value, written.Value));
        }
    }

    private INamedParts ReadNamed(Type type, YamlNode node, string path)
    {
        var parts = (INamedParts)Activator.CreateInstance(type)!;
        foreach (var (name, part) in Entries(node, path))
        {
            if (!TopicPrefix.TryParse(name.Value, out _))
            {
                _faults.Add(name.Place, $"'{name.Value}' is no name; it takes {TopicPrefix.Expected}");
            }

            parts.Add(name, ReadPart(parts.PartType, part, name.Place.Path));
        }

        return parts;
    }

    private PlanMatrix ReadMatrix(YamlNode node, string path)
    {
        var matrix = new PlanMatrix();
        foreach (var (key, values) in Entries(node, path))
        {
            matrix.Axes.Add((key, ReadTexts(values, key.Place.Path)));
        }

        return matrix;
    }

    /// <summary>A list, or a word alone for a list of one.</summary>
    private List<Located<string>> ReadTexts(YamlNode node, string path)
    {
        if (node is YamlMappingNode)
        {
            _faults.Add(YamlTree.PlaceOf(node, path), "must be a list, one '- value' a line; a value with ': ' in it stands in quotes");
            return [];
        }

        var nodes = node is YamlSequenceNode sequence ? sequence.Children : [node];
        return [.. nodes.Select(n => Text(n, path)).OfType<Located<string>>()];
    }

    /// <returns>A <see cref="Located{T}"/> of that type, or <see langword="null"/> after a fault.</returns>
    private object? ReadWord(Type type, YamlNode node, string path)
    {
        if (Text(node, path) is not { } written || Resolve(written) is not { } text)
        {
            return null;
        }

        var read = type.IsEnum ? nameof(ReadChoice) : nameof(ReadOne);
        return typeof(PlanReader).GetMethod(read, BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(this, [text]);
    }

    private Located<T>? ReadOne<T>(Located<string> text)
        where T : IPlanValue<T>
    {
        if (T.TryParse(text.Value, out var value))
        {
            return new Located<T>(value, text.Place);
        }

        _faults.Add(text.Place, _secrets.Hide($"'{text.Value}' must be {T.Expected}"));
        return null;
    }

    private Located<T>? ReadChoice<T>(Located<string> text)
        where T : struct, Enum
    {
        foreach (var choice in Enum.GetValues<T>())
        {
            if (NameOf(choice) == text.Value)
            {
                return new Located<T>(choice, text.Place);
            }
        }

        _faults.Add(text.Place, _secrets.Hide($"'{text.Value}' must be one of {string.Join(", ", Enum.GetValues<T>().Select(NameOf))}"));
        return null;
    }

    public static string NameOf<T>(T choice)
        where T : struct, Enum => choice.ToString().ToLowerInvariant();

    private Located<string>? Resolve(Located<string> written)
    {
        var value = _secrets.Resolve(written.Value, out var fault);
        if (fault is not null)
        {
            _faults.Add(written.Place, fault);
        }

        return value is null ? null : new(value, written.Place);
    }

    private Located<string>? Text(YamlNode node, string path)
    {
        if (node is YamlScalarNode { Value: { } text })
        {
            return new(text, YamlTree.PlaceOf(node, path));
        }

        _faults.Add(YamlTree.PlaceOf(node, path), node is YamlSequenceNode ? "is a list, and must be one value" : "must be one value; one with ': ' in it stands in quotes");
        return null;
    }

    private List<(Located<string> Key, YamlNode Value)> Entries(YamlNode node, string path)
    {
        var entries = new List<(Located<string>, YamlNode)>();
        if (node is YamlMappingNode map)
        {
            foreach (var (key, value) in map.Children)
            {
                if (key is YamlScalarNode { Value: { Length: > 0 } name })
                {
                    entries.Add((new(name, YamlTree.PlaceOf(key, path.Length == 0 ? name : $"{path}.{name}")), value));
                }
                else
                {
                    _faults.Add(YamlTree.PlaceOf(key, path), "a key must be a word");
                }
            }
        }
        else if (node is not YamlScalarNode { Value: null or "" })
        {
            _faults.Add(YamlTree.PlaceOf(node, path), "must be keys with values, one 'key: value' a line");
        }

        return entries;
    }

    private static string Unknown(string name, PlanKeys keys)
    {
        var known = keys.All.Select(k => k.Key.Name).ToArray();
        var nearest = EditDistance.Nearest(name, known);
        return nearest.Count > 0
            ? $"there is no such key here; did you mean {string.Join(" or ", nearest.Select(n => $"'{n}'"))}?"
            : $"there is no such key here; there are {string.Join(", ", known)}";
    }
}
