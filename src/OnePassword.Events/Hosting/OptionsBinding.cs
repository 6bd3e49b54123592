using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OnePassword.Events.Identity;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Hosting;

/// <summary>Binds options to a section. .NET's binder quotes a value that it cannot convert, which may be a token in the wrong place.</summary>
internal static partial class OptionsBinding
{
    public static void Bind(OptionsBuilder<EventsClientOptions> builder, IConfiguration section)
    {
        builder.Services.AddSingleton<IOptionsChangeTokenSource<EventsClientOptions>>(new ConfigurationChangeTokenSource<EventsClientOptions>(builder.Name, section));
        builder.Configure(options => Bind(options, section));
    }

    private static void Bind(EventsClientOptions options, IConfiguration section)
    {
        if (Misplaced(typeof(EventsClientOptions), section) is { } misplaced)
            throw new InvalidOperationException(misplaced);
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw Explained(e);
        }
    }

    /// <summary>A key that the options do not have. .NET's binder says neither where it is nor which keys there are.</summary>
    private static string? Misplaced(Type options, IConfiguration section)
    {
        var known = options.GetProperties().Where(property => !IsObject(property.PropertyType)).ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren().Select(Check).FirstOrDefault(problem => problem is not null);

        string? Check(IConfigurationSection key) =>
            !known.TryGetValue(key.Key, out var type) ? $"The configuration key {SafeText.Quote(key.Path)} is not an option. The options there are {string.Join(", ", known.Keys)}."
            : type.Name.EndsWith("Options", StringComparison.Ordinal) ? Misplaced(type, key)
            : key.GetChildren().Any() ? $"The configuration key {SafeText.Quote(key.Path)} takes a value, not keys of its own."
            : null;
    }

    // What no text can hold.
    private static bool IsObject(Type type) => type == typeof(TimeProvider) || type == typeof(ILoggerFactory) || type == typeof(EventsTokenProvider);

    // Without the cause, which quotes.
    private static InvalidOperationException Explained(InvalidOperationException e) => new(SafeText.Line(Explain(e)));

    private static string Explain(InvalidOperationException e)
    {
        var path = Failed().Match(e.Message) is { Success: true } failed ? $" at '{failed.Groups["path"].Value}'" : "";
        return e.InnerException is OptionTextException known
            ? $"The configuration value{path} is invalid. {known.Message}"
            : $"The configuration value{path} is not of the form that the option has. It is not shown, because it may be a secret.";
    }

    [GeneratedRegex(@" at '(?<path>[^']*)' to type '[^']*'\.?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.RightToLeft, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Failed();
}
