using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OnePassword.Events.Identity;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Hosting;

/// <summary>
/// Binds the client options to a configuration section. An error shows no value: the value can be a misplaced token, and the
/// binder of .NET quotes it.
/// </summary>
internal static partial class OptionsBinding
{
    public static void Bind(OptionsBuilder<EventsClientOptions> builder, IConfiguration section)
    {
        builder.Services.AddSingleton<IOptionsChangeTokenSource<EventsClientOptions>>(
            new ConfigurationChangeTokenSource<EventsClientOptions>(builder.Name, section));
        if (section is IConfigurationSection { Path: { Length: > 0 } path })
            builder.Services.AddSingleton(new AccountSection(builder.Name, path));
        builder.Configure(options => Bind(options, section));
    }

    private static void Bind(EventsClientOptions options, IConfiguration section)
    {
        if (InvalidKey(typeof(EventsClientOptions), section) is { } message)
            throw new InvalidOperationException(message);
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw WithoutValue(e);
        }
    }

    // The binder of .NET reports neither the path of an unknown key nor the valid keys.
    private static string? InvalidKey(Type options, IConfiguration section)
    {
        var known = options.GetProperties().Where(property => !IsObject(property.PropertyType))
            .ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren().Select(Check).FirstOrDefault(message => message is not null);

        string? Check(IConfigurationSection key) =>
            !known.TryGetValue(key.Key, out var type)
                ? $"The configuration key {SafeText.Quote(key.Path)} is not an option. "
                    + $"Valid options: {string.Join(", ", known.Keys)}."
            : type.Name.EndsWith("Options", StringComparison.Ordinal) ? InvalidKey(type, key)
            : key.GetChildren().Any()
                ? $"The configuration key {SafeText.Quote(key.Path)} must have a value, but it has child keys."
            : null;
    }

    // Types that a configuration cannot contain.
    private static bool IsObject(Type type) =>
        type == typeof(TimeProvider) || type == typeof(ILoggerFactory) || type == typeof(EventsTokenProvider);

    // Not even as the inner exception.
    private static InvalidOperationException WithoutValue(InvalidOperationException e)
    {
        var path = PathInMessage().Match(e.Message) is { Success: true } match ? $" at '{match.Groups["path"].Value}'" : "";
        return new InvalidOperationException(SafeText.Line(e.InnerException is OptionTextException known
            ? $"The configuration value{path} is invalid. {known.Message}"
            : $"The configuration value{path} does not have the type of the option. It may be a secret, so it is not shown."));
    }

    [GeneratedRegex(
        @" at '(?<path>[^']*)' to type '[^']*'\.?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.RightToLeft,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PathInMessage();
}
