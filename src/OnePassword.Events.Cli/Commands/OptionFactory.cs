using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Creates options whose values are parsed and checked once. An error names the option and the accepted forms.</summary>
internal static class OptionFactory
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <param name="name">The option.</param>
    /// <param name="helpName">The name of the value in the help.</param>
    /// <param name="description">The help text.</param>
    /// <param name="forms">The accepted forms, for the error.</param>
    /// <param name="parse">Parses the value; returns null for an invalid one.</param>
    /// <param name="words">The words among the values, which shells complete and errors suggest.</param>
    public static Option<T?> Create<T>(
        string name, string helpName, string description, string forms, Func<string, T?> parse, params string[] words)
    {
        var option = new Option<T?>(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse(result, $"is not {forms}.", parse, words),
        };
        option.CompletionSources.Add(words);
        return option;
    }

    /// <summary>Creates an option for a time. The help of its command lists the forms.</summary>
    public static Option<TimeExpression?> Time(string name, string description) =>
        Create(name, "time", description, TimeExpression.Forms, TimeExpression.TryParse, "today", "yesterday", "now");

    public static Option<TimeSpan?> Duration(string name, string description) =>
        Create<TimeSpan?>(
            name, "duration", description, Shared.Duration.Forms,
            text => Shared.Duration.TryParse(text, out var value) ? value : null);

    /// <summary>Creates an option for a duration of a second or more.</summary>
    public static Option<TimeSpan?> LongDuration(string name, string description) => Create<TimeSpan?>(
        name, "duration", description, $"{Shared.Duration.Forms}, at least 1s", text =>
            Shared.Duration.TryParse(text, out var value) && value >= Second ? value : null);

    public static Option<int?> WholeNumber(string name, string helpName, string description, int min, int max) => Create<int?>(
        name, helpName, description, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"),
        text =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min
                && value <= max
                ? value
                : null);

    public static Option<int?> PageSize(string description) =>
        WholeNumber("--page-size", "number", description, 1, EventQuery.MaxPageSize);

    public static Option<RequestQuota?> Quota() => Create(
        "--quota", "N/min,N/h|off", $"Request limits of the client; off for none. Default: {RequestQuota.Default}.",
        RequestQuota.Forms, RequestQuota.TryParse);

    public static Option<string?> OneOf(string name, string description, params string[] values) => Create(
        name, string.Join('|', values), description, Format.List(values, "or"),
        text => values.Contains(text, StringComparer.Ordinal) ? text : null, values);

    public static Option<EventFormat?> LineFormat()
    {
        string[] names = [.. EventFormat.All.Select(format => format.Name)];
        return Create(
            "--format", "format", $"Format of each line: {Format.List(names, "or")}. Default: {EventFormat.Raw}.",
            Format.List(names, "or"), text => EventFormat.TryParse(text, out var format) ? format : null, names);
    }

    /// <summary>Returns the options that the command line contains, by name.</summary>
    public static IEnumerable<string> Given(this ParseResult parsed, IEnumerable<Option> options) =>
        options.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name);

    private static T? Parse<T>(ArgumentResult result, string error, Func<string, T?> parse, string[] words)
    {
        if (result.Tokens is not [var token])
            return default;
        var value = parse(token.Value);
        if (value is null)
            result.AddError(
                $"{((OptionResult)result.Parent!).Option.Name} {SafeText.Quote(token.Value)} {error}"
                    + NearestWord.DidYouMean(token.Value, words));
        return value;
    }
}
