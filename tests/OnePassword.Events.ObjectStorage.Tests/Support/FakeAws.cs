using System.Globalization;

namespace OnePassword.Events.ObjectStorage.Tests.Support;

/// <summary>A fake of the services that issue temporary credentials: of an instance, of containers, and the token service.</summary>
internal sealed class FakeAws : FakeService
{
    public const string Role = "arn:aws:iam::1:role/collector";

    private const string Session = "metadata-session";

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(6);

    public int Issued { get; private set; }

    public static async Task<FakeAws> StartAsync(FakeAws? aws = null)
    {
        aws ??= new FakeAws();
        await aws.StartAsync(port: 0);
        return aws;
    }

    protected override ServiceReply Process(ServiceRequest request) => request.Path switch
    {
        "/latest/api/token" when request.Method == "PUT" && request.Header("X-aws-ec2-metadata-token-ttl-seconds") is not null =>
            new ServiceReply(200, Session),
        "/latest/meta-data/iam/security-credentials/" when IsSession(request) => new ServiceReply(200, "collector-role\n"),
        "/latest/meta-data/iam/security-credentials/collector-role" when IsSession(request) => Json("instance"),
        "/container" when request.Header("Authorization") == "container-token" => Json("container"),
        "/sts" when request.Text.Contains("WebIdentityToken=identity-token", StringComparison.Ordinal)
            && request.Text.Contains($"RoleArn={Uri.EscapeDataString(Role)}", StringComparison.Ordinal) =>
            new ServiceReply(200, $"""
                <AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
                <AccessKeyId>{Next("role")}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
                <SessionToken>token&amp;more</SessionToken><Expiration>{Expiry}</Expiration>
                </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
                """),
        "/sts" => new ServiceReply(403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not authorized</Message></Error></ErrorResponse>"),
        _ => new ServiceReply(401),
    };

    private string Expiry => (Clock.GetUtcNow() + Lifetime).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static bool IsSession(ServiceRequest request) => request.Header("X-aws-ec2-metadata-token") == Session;

    private string Next(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{++Issued}");

    private ServiceReply Json(string kind) => new(200,
        $$"""{"Code":"Success","AccessKeyId":"{{Next(kind)}}","SecretAccessKey":"secret","Token":"token","Expiration":"{{Expiry}}"}""");
}
