using System.Globalization;
using Newtonsoft.Json.Linq;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.Generated.Tests.OpenApi.Specs;

/// <summary>YAML as JSON tokens. Quoted scalars are strings.</summary>
public static class Yaml
{
    public static JObject Load(string path)
    {
        using var text = File.OpenText(path);
        var stream = new YamlStream();
        stream.Load(text);
        return (JObject)ToJson(stream.Documents.Single().RootNode);
    }

    private static JToken ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map =>
            new JObject(map.Children.Select(child => new JProperty(((YamlScalarNode)child.Key).Value!, ToJson(child.Value)))),
        YamlSequenceNode list => new JArray(list.Children.Select(ToJson)),
        YamlScalarNode scalar => ToJson(scalar),
        _ => throw new NotSupportedException($"{node.NodeType} at {node.Start}"),
    };

    private static JValue ToJson(YamlScalarNode scalar)
    {
        var text = scalar.Value!;
        if (scalar.Style != ScalarStyle.Plain)
            return new JValue(text);
        if (text is "true" or "false")
            return new JValue(text == "true");
        if (text is "" or "~" or "null")
            return JValue.CreateNull();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return new JValue(integer);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new JValue(number)
            : new JValue(text);
    }
}
