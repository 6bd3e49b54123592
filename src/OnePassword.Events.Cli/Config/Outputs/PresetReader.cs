using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads outputs to services that <see cref="HttpsPresets"/> describes.</summary>
internal static partial class PresetReader
{
    public const string Datadog = "datadog";
    public const string SumoLogic = "sumologic";
    public const string GoogleSecOps = "google_secops";
    public const string Panther = "panther";

    private static readonly Uri Missing = new("https://localhost");

    public static FollowOutput ReadDatadog(ConfigSection output)
    {
        var keys = new DestinationKeys(output);
        var site = output.Optional("site", "datadoghq.com", value => ReadName(value, "a site"));
        return Output(Datadog, keys, HttpsPresets.Datadog(Required(keys, "api_key"), site, keys.OptionalUrl()));
    }

    public static FollowOutput ReadSumoLogic(ConfigSection output)
    {
        var keys = new DestinationKeys(output);
        var url = keys.Url() ?? Missing;
        var category = output.Optional("category", "1password/{feed}", value => value.Word());
        return Output(SumoLogic, keys, HttpsPresets.SumoLogic(url, Required(keys, "token"), category));
    }

    public static FollowOutput ReadGoogleSecOps(ConfigSection output)
    {
        var keys = new DestinationKeys(output);
        var customer = output.Required("customer_id", value => value.Word()) ?? "";
        var region = output.Optional<string?>("region", null, value => ReadName(value, "a region"));
        var options = HttpsPresets.GoogleSecOps(Required(keys, "service_account"), customer, region);
        return Output(GoogleSecOps, keys, options with { Url = keys.OptionalUrl() ?? options.Url });
    }

    public static FollowOutput ReadPanther(ConfigSection output)
    {
        var keys = new DestinationKeys(output);
        return Output(Panther, keys, HttpsPresets.Panther(keys.Url() ?? Missing, Required(keys, "token")));
    }

    private static FollowOutput Output(string type, DestinationKeys keys, HttpsOptions options)
    {
        options = options with
        {
            Format = keys.Format(EventFormat.Raw),
            SecretDescription = keys.SecretDescription,
            Clock = keys.Clock,
        };
        return keys.Output(type, () => new HttpsDestination(options));
    }

    // A missing secret is a problem of the file, and the destination is not created.
    private static DestinationSecret Required(DestinationKeys keys, string key) => keys.RequiredSecret(key) ?? "missing";

    private static string ReadName(ConfigValue value, string what) => HostPart().IsMatch(value.Word())
        ? value.Word()
        : throw new InvalidValueException($"{value.Node.Display} is not {what}: letters, digits, hyphens and periods");

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.-]*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HostPart();
}
