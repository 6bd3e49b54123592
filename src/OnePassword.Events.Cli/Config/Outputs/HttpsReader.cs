using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads an output of the type <c>https</c>.</summary>
internal static class HttpsReader
{
    public const string TypeName = "https";

    private const string None = "none";

    private static readonly string[] Methods = ["POST", "PUT", "PATCH"];
    private static readonly string[] Bodies = ["lines", "array"];

    public static FollowOutput Read(ConfigSection output)
    {
        var keys = new DestinationKeys(output);
        var missing = new HttpsOptions { Url = new Uri("https://localhost") };
        var user = output.Optional<string?>("user", null, value => value.Word());
        var token = keys.OptionalSecret("token");
        if (user is not null && !output.Has("token"))
            output.AddProblem("user", "requires token, the password");
        var options = missing with
        {
            Url = keys.Url(),
            Method = new HttpMethod(output.Optional("method", "POST", value => value.OneOf(Methods))),
            BearerToken = user is null ? token : null,
            UserName = user,
            Password = user is null ? null : token,
            Headers = HeadersReader.Read(keys),
            SigningSecret = keys.OptionalSecret("signing_secret"),
            SignatureHeader = output.Optional("signature_header", missing.SignatureHeader, value => value.Word()),
            TimestampHeader = output.Optional("timestamp_header", missing.TimestampHeader, value => value.Word()),
            IdempotencyHeader = output.Optional("idempotency_header", missing.IdempotencyHeader, ReadHeader),
            Body = output.Optional("body", "lines", value => value.OneOf(Bodies)) == "array" ? HttpsBody.Array : HttpsBody.Lines,
            Limits = missing.Limits with
            {
                MaxEvents = output.Optional("batch_events", missing.Limits.MaxEvents, value => value.WholeNumber(1, 1_000)),
                MaxBytes = (int)output.Optional("batch_size", missing.Limits.MaxBytes, ReadSize),
            },
            SuccessStatuses = output.Optional<IReadOnlyList<int>>("success", [], ReadStatuses),
            Format = keys.Format(EventFormat.Raw),
            Gzip = keys.Gzip(),
            Authorities = keys.Authorities(),
            SecretDescription = keys.SecretDescription,
            Clock = keys.Clock,
        };
        return keys.Output(TypeName, () => new HttpsDestination(options));
    }

    private static string? ReadHeader(ConfigValue value) => value.Word() is var name and not None ? name : null;

    private static IReadOnlyList<int> ReadStatuses(ConfigValue value) =>
        [.. value.Items<object>("a list of statuses", item => item.WholeNumber(200, 499)).Cast<int>()];

    private static long ReadSize(ConfigValue value) =>
        value.Size(atLeast: 1_000) is var size and <= 100_000_000 ? size : throw new InvalidValueException("is more than 100MB");
}
