using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>What the documentation calls the default of an option is its default.</summary>
public sealed class DefaultsTests
{
    private static readonly object[] Options =
    [
        new EventsClientOptions(), new EventsResilienceOptions(), new EventsRateLimiterOptions(), new EventsRetryOptions(), new EventsCircuitBreakerOptions(),
        new FollowOptions(), new ReadOptions(), new FollowerOptions(), new EmulatorOptions(),
    ];

    [Test]
    public void None_of_the_options_is_left_out() =>
        Assert.That(
            new[] { typeof(EventsClient), typeof(EventsEmulator) }.SelectMany(type => type.Assembly.GetExportedTypes())
                .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal)),
            Is.EquivalentTo(Options.Select(options => options.GetType())));

    [TestCaseSource(nameof(Options))]
    public void Every_default_is_the_documented_one(object options)
    {
        var documentation = XDocument.Load(Path.ChangeExtension(options.GetType().Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("value")), StringComparer.Ordinal);
        var wrong =
            from property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where !property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
            let documented = documentation.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}")
            let actual = Text(property.GetValue(options))
            where documented is null || !BeginsWith(documented, actual)
            select $"{property.Name} is {actual}, and documented as '{documented}'";
        Assert.That(wrong, Is.Empty);
    }

    // And no longer number or word: 6 is not 60, nor 6,000.
    private static bool BeginsWith(string documented, string actual) =>
        Regex.IsMatch(documented, $@"\A{Regex.Escape(actual)}(?!\w|[.,]\d)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static string? Text(XElement? value)
    {
        if (value is null)
            return null;
        var text = string.Concat(value.Nodes().Select(node => node is XElement { Name.LocalName: "see" } see ? see.Attribute("cref")!.Value.Split('.')[^1] : node.ToString()));
        return text.Trim().Replace("Default: ", "", StringComparison.Ordinal).Replace("The system's", "System", StringComparison.Ordinal);
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        TimeProvider => "System",
        bool flag => flag ? "true" : "false",
        EventQuery query => query == EventQuery.All ? "All" : $"{query}",
        TimeSpan time => Text(time),
        int size and >= 1_048_576 => $"{size / 1_048_576} MiB",
        IReadOnlyCollection<EmulatorFeed> feeds => feeds.Count == 3 ? "all three" : $"{feeds.Count} feeds",
        Quota quota => quota == Quota.Default ? "Default" : $"{quota}",
        IFormattable number => number is int or long ? number.ToString("N0", CultureInfo.InvariantCulture) : number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    private static string Text(TimeSpan time)
    {
        var (number, unit) = time switch
        {
            { Ticks: 0 } => (0, "zero"),
            _ when time == TimeSpan.FromDays(1) => (24, "hour"),
            _ when time.Ticks % TimeSpan.TicksPerDay == 0 => ((int)time.TotalDays, "day"),
            _ when time.Ticks % TimeSpan.TicksPerHour == 0 => ((int)time.TotalHours, "hour"),
            _ when time.Ticks % TimeSpan.TicksPerMinute == 0 => ((int)time.TotalMinutes, "minute"),
            _ => ((int)time.TotalSeconds, "second"),
        };
        return number switch { 0 => unit, 1 => $"1 {unit}", _ => $"{number} {unit}s" };
    }
}
