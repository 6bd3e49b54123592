using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads an output of the type <c>https</c>.</summary>
internal static class HttpsReader
{
    public const string TypeName = "https";

    public static FollowOutput Read(ConfigSection output)
    {
        var keys = new DestinationKeys(output);
        var options = new HttpsOptions
        {
            Url = keys.Url(),
            BearerToken = keys.OptionalSecret("token"),
            Format = keys.Format(EventFormat.Raw),
            Gzip = keys.Gzip(),
            Clock = keys.Clock,
        };
        return keys.Output(TypeName, () => new HttpsDestination(options));
    }
}
