using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>Compares the documented default of each option, at the start of its <c>value</c> element, with the real one.</summary>
public sealed class DefaultsTests
{
    private static readonly object[] Options =
    [
        new EventsClientOptions(), new EventsResilienceOptions(), new EventsRateLimiterOptions(), new EventsRetryOptions(),
        new EventsCircuitBreakerOptions(), new FollowOptions(), new ReadOptions(), new FollowerOptions(), new EmulatorOptions(),
    ];

    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("second", TimeSpan.FromSeconds(1)), ("minute", TimeSpan.FromMinutes(1)),
        ("hour", TimeSpan.FromHours(1)), ("day", TimeSpan.FromDays(1)),
    ];

    [Test]
    public void Defaults_of_all_options_are_tested() =>
        Assert.That(
            new[] { typeof(EventsClient), typeof(EventsEmulator) }.SelectMany(type => type.Assembly.GetExportedTypes())
                .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal)),
            Is.EquivalentTo(Options.Select(options => options.GetType())));

    [TestCaseSource(nameof(Options))]
    public void Documented_defaults_are_the_real_ones(object options)
    {
        var documentation = PublicSurface.DocumentationOf(options.GetType().Assembly)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("value")), StringComparer.Ordinal);
        var wrong =
            from property in options.GetType().GetProperties()
            where !property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
            let documented = documentation.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}") ?? ""
            let value = property.GetValue(options)
            where !Spellings(value).Any(spelling => StartsWith(documented, spelling))
            select $"{property.Name} is {value ?? "null"}, but its documentation starts with '{documented}'.";
        Assert.That(wrong, Is.Empty);
    }

    // The spelling 6 matches neither 60 nor 6,000.
    private static bool StartsWith(string documented, string spelling) =>
        Regex.IsMatch(
            documented, $@"\A(Default: )?{Regex.Escape(spelling)}(?!\w|[.,]\d)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static string Text(XElement? value) => string.Concat(value?.Nodes().Select(node => node switch
    {
        XElement { Name.LocalName: "see" } see => see.Attribute("cref")!.Value.Split('.')[^1],
        _ => node.ToString(),
    }) ?? []).Trim();

    private static IEnumerable<string> Spellings(object? value) => value switch
    {
        null => ["null"],
        "" => ["empty"],
        TimeProvider => ["System", "The system's"],
        EventQuery query => [query == EventQuery.All ? nameof(EventQuery.All) : $"{query}"],
        Quota quota => [quota == Quota.Default ? nameof(Quota.Default) : $"{quota}"],
        IReadOnlyCollection<EmulatorFeed> { Count: 3 } => ["all three"],
        TimeSpan { Ticks: 0 } => ["zero"],
        TimeSpan time =>
            from unit in Units
            where time.Ticks % unit.Length.Ticks == 0
            select Number(time / unit.Length) + (time == unit.Length ? $" {unit.Name}" : $" {unit.Name}s"),
        int number => [Number(number), $"{Number(number / 1_048_576.0)} MiB"],
        long number => [Number(number)],
        _ => [Convert.ToString(value, CultureInfo.InvariantCulture)!],
    };

    private static string Number(double number) => number.ToString("#,##0.###", CultureInfo.InvariantCulture);
}
