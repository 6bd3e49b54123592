using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace OnePassword.Events.Generated.Tests.Json.Properties;

/// <summary>
/// The differences of two DTOs in everything that a program can see, which is more than their equality compares.
/// </summary>
internal static class Differences
{
    public static IEnumerable<string> Between(object? expected, object? actual, string path = "")
    {
        if (expected is null || actual is null || expected.GetType() != actual.GetType())
            return expected == actual ? [] : [$"{path}: {Text(expected)}, and {Text(actual)}"];
        return expected switch
        {
            string or long or int or bool or double or EventTime or IOpenEnumValue or JsonElement => Text(expected) == Text(actual) ? [] : [$"{path}: {Text(expected)}, and {Text(actual)}"],
            AdditionalProperties known => Pairs(known).Zip(Pairs((AdditionalProperties)actual))
                .SelectMany(pair => Between(pair.First, pair.Second, path))
                .Concat(Between(known.Count, ((AdditionalProperties)actual).Count, $"{path} count")),
            IList list => list.Cast<object>().Zip(((IList)actual).Cast<object>()).SelectMany((pair, index) => Between(pair.First, pair.Second, $"{path}[{index}]"))
                .Concat(Between(list.Count, ((IList)actual).Count, $"{path} count")),
            _ => expected.GetType().GetProperties().SelectMany(property => Between(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}")),
        };
    }

    // Includes the order, in which they are written.
    private static IEnumerable<object> Pairs(AdditionalProperties properties) =>
        properties.SelectMany(property => new object[] { property.Key, property.Value });

    private static string Text(object? value) => value switch
    {
        null => "nothing",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        EventTime time => $"{time.Text} {time.Value:O}",
        JsonElement element => element.GetRawText(),
        _ => $"{value}",
    };
}
