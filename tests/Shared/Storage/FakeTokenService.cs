using System.Globalization;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Testing.Storage;

/// <summary>A fake of the security token service of AWS. It is strict about signatures and parameters.</summary>
internal sealed class FakeTokenService : FakeService
{
    public const string Region = "eu-central-1";
    public const string Role = "arn:aws:iam::123456789012:role/service-role/AmazonSecurityLake-Provider-1password-3002-eu-central-1";
    public const string ExternalId = "op:events/1";

    private static readonly string[] Known = ["Action", "Version", "RoleArn", "RoleSessionName", "ExternalId", "DurationSeconds"];

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public string AccessKeyId { get; set; } = "collector-key";

    public string SecretAccessKey { get; set; } = "collector/secret+key";

    public string? SessionToken { get; set; }

    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether a role exists.</summary>
    public Func<string, bool> HasRole { get; init; } = role => role == Role;

    /// <summary>The access key of a session, by its number.</summary>
    public Func<int, string> KeyOf { get; init; } = number => string.Create(CultureInfo.InvariantCulture, $"role-{number}");

    /// <summary>How many of the next requests are throttled.</summary>
    public int Throttled { get; set; }

    public int Issued => Assumed.Count;

    /// <summary>The roles of the sessions.</summary>
    public List<string> Assumed { get; } = [];

    /// <summary>The form of the last request.</summary>
    public Dictionary<string, string> Form { get; private set; } = [];

    public static async Task<FakeTokenService> StartAsync(FakeTokenService? service = null)
    {
        service ??= new FakeTokenService();
        await service.StartAsync(port: 0);
        return service;
    }

    protected override ServiceReply Process(ServiceRequest request)
    {
        if (request is not { Method: "POST", Path: "/", Query: "" } || request.Header("Content-Type") != "application/x-www-form-urlencoded")
            return Error(404, "UnknownOperationException", "");
        if (Throttled > 0)
        {
            Throttled--;
            return Error(400, "Throttling", "Rate exceeded");
        }
        Form = request.Text.Split('&').Select(field => field.Split('=', 2))
            .ToDictionary(field => field[0], field => Uri.UnescapeDataString(field[1].Replace('+', ' ')), StringComparer.Ordinal);
        if ((Unauthenticated(request) ?? Invalid()) is { } rejection)
            return rejection;
        Assumed.Add(Form["RoleArn"]);
        return new ServiceReply(200, $"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
            <AssumedRoleUser><Arn>{Form["RoleArn"]}/session</Arn><AssumedRoleId>role:session</AssumedRoleId></AssumedRoleUser>
            <Credentials><AccessKeyId>{KeyOf(Issued)}</AccessKeyId><SecretAccessKey>role&amp;secret</SecretAccessKey>
            <SessionToken>role-token=</SessionToken><Expiration>{Expiry}</Expiration></Credentials>
            </AssumeRoleResult></AssumeRoleResponse>
            """);
    }

    private int Seconds => int.Parse(Form["DurationSeconds"], CultureInfo.InvariantCulture);

    private string Expiry =>
        (Clock.GetUtcNow() + TimeSpan.FromSeconds(Seconds)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private ServiceReply? Unauthenticated(ServiceRequest request)
    {
        if (AwsSignature.Of(request) is not { } signature || signature.AccessKeyId != AccessKeyId)
            return Error(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        if (request.Header("x-amz-security-token") != SessionToken)
            return Error(403, "ExpiredToken", "The security token included in the request is expired");
        var isInTime = (Clock.GetUtcNow() - signature.SignedAt).Duration() <= TimeSpan.FromMinutes(5);
        return isInTime && signature.HasScope(Region, "sts") && signature.IsValid(SecretAccessKey)
            ? null : Error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.");
    }

    private ServiceReply? Invalid()
    {
        if (Form.Keys.Except(Known, StringComparer.Ordinal).Any() || Form["Action"] != "AssumeRole" || Form["Version"] != "2011-06-15"
            || !Regex.IsMatch(Form["RoleSessionName"], @"\A[\w+=,.@-]{2,64}\z", RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)))
            return Error(400, "InvalidAction", "");
        if (Seconds < 900 || Seconds > MaxDuration.TotalSeconds)
            return Error(400, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        return HasRole(Form["RoleArn"]) && Form.GetValueOrDefault("ExternalId") == ExternalId
            ? null : Error(403, "AccessDenied", $"User: {AccessKeyId} is not authorized to perform: sts:AssumeRole on resource: {Form["RoleArn"]}");
    }

    private static ServiceReply Error(int status, string code, string message) => new(
        status, $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>")
    {
        ContentType = "text/xml",
    };
}
