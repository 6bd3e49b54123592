using Microsoft.Extensions.Configuration;
using OnePassword.Events.Identity;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Hosting;

/// <summary>
/// The configuration keys of a class of options. The binder of .NET needs reflection, ignores keys that it does not know, and
/// quotes invalid values, which can be misplaced tokens.
/// </summary>
internal sealed class OptionKeys<TOptions>
{
    private readonly OrderedDictionary<string, Action<TOptions, IConfigurationSection>> _keys =
        new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds an option with a value.</summary>
    /// <param name="key">The name of the option.</param>
    /// <param name="parse">Returns the value for a text, or throws an <see cref="OptionTextException"/>.</param>
    /// <param name="set">Sets the option.</param>
    public OptionKeys<TOptions> Add<T>(string key, Func<string, T> parse, Action<TOptions, T> set)
    {
        _keys.Add(key, (options, section) =>
        {
            if (Text(section) is { } text)
                set(options, Parse(text, parse, section.Path));
        });
        return this;
    }

    /// <summary>Adds an option that has options itself.</summary>
    public OptionKeys<TOptions> Add<T>(string key, OptionKeys<T> keys, Func<TOptions, T> get)
        where T : class
    {
        _keys.Add(key, (options, section) =>
        {
            if (!string.IsNullOrEmpty(section.Value))
                throw Invalid($"The configuration key {SafeText.Quote(section.Path)} must have child keys, but it has a value.");
            if (get(options) is { } group) // The validator reports a null.
                keys.Bind(group, section);
        });
        return this;
    }

    /// <summary>Sets the options that the section contains.</summary>
    /// <exception cref="InvalidOperationException">A key is not an option, or its value is invalid.</exception>
    public void Bind(TOptions options, IConfiguration section)
    {
        foreach (var child in section.GetChildren())
        {
            if (!_keys.TryGetValue(child.Key, out var bind))
            {
                throw Invalid($"The configuration key {SafeText.Quote(child.Path)} is not an option. "
                    + $"Valid options: {string.Join(", ", _keys.Keys)}.");
            }
            bind(options, child);
        }
    }

    private static string? Text(IConfigurationSection section) => section.GetChildren().Any()
        ? throw Invalid($"The configuration key {SafeText.Quote(section.Path)} must have a value, but it has child keys.")
        : section.Value;

    private static T Parse<T>(string text, Func<string, T> parse, string path)
    {
        try
        {
            return parse(text);
        }
        catch (OptionTextException e)
        {
            throw Invalid($"The configuration value at {SafeText.Quote(path)} is invalid. {e.Message}");
        }
    }

    private static InvalidOperationException Invalid(string message) => new(SafeText.Line(message));
}
