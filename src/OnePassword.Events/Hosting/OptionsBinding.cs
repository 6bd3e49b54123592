using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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
        try
        {
            section.Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException e)
        {
            throw Explained(e);
        }
    }

    // Without the cause, which quotes.
    private static InvalidOperationException Explained(InvalidOperationException e) => new(SafeText.Line(Explain(e)));

    private static string Explain(InvalidOperationException e)
    {
        if (Unknown().Match(e.Message) is { Success: true } unknown)
            return $"The configuration has keys that are not options: {unknown.Groups["keys"].Value}.";
        var path = Failed().Match(e.Message) is { Success: true } failed ? $" at '{failed.Groups["path"].Value}'" : "";
        return e.InnerException is OptionTextException known
            ? $"The configuration value{path} is invalid. {known.Message}"
            : $"The configuration value{path} is not of the form that the option has. It is not shown, because it may be a secret.";
    }

    [GeneratedRegex(@"not found on the instance of [^:]*: (?<keys>'.*')", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Unknown();

    [GeneratedRegex(@" at '(?<path>[^']*)' to type '[^']*'\.?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.RightToLeft, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Failed();
}
