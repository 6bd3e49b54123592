using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OnePassword.Events.Fleet.Nodes;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace OnePassword.Events.Fleet.Cluster;

/// <summary>The silo of a node, and its settings. Each was measured with killed, hung and stopped nodes.</summary>
internal static class ClusterHost
{
    /// <summary>How long a node may take to end.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(20);

    private const string ClusterSchema = "op_events_cluster";

    /// <summary>Creates the host of a node in a cluster that finds its nodes in PostgreSQL.</summary>
    public static IHost Create(FleetNode node)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(new ClusterLog(node.Cli.Messages));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.UseOrleans(silo =>
        {
            Configure(silo, node);
            silo.UseAdoNetClustering(options =>
            {
                options.Invariant = "Npgsql";
                options.ConnectionString = ConnectionString(node.Options);
            });
            silo.Configure<ClusterOptions>(options => options.ServiceId = options.ClusterId = node.Options.Fleet);
            silo.Configure<SiloOptions>(options => options.SiloName = node.Options.Name);
            silo.ConfigureEndpoints(node.Options.Address, node.Options.Port, gatewayPort: 0);
            if (node.Options.Certificates is { } certificates)
                silo.UseTls(options => Secure(options, certificates));
        });
        return builder.Build();
    }

    /// <summary>Configures a silo with the services of a node, whatever its membership is stored in.</summary>
    public static void Configure(ISiloBuilder silo, FleetNode node)
    {
        silo.Services.AddSingleton(node);
        silo.Services.AddSingleton<IFatalErrorHandler>(new FatalErrors(node));
        silo.Services.AddSingleton<Supervisor>();
        silo.Services.AddHostedService(services => services.GetRequiredService<Supervisor>());
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.NumMissedProbesLimit = 3;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            options.MaxJoinAttemptTime = TimeSpan.FromMinutes(1);
            options.DefunctSiloExpiration = TimeSpan.FromDays(1);
        });
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(10));

        // The default directory forgets accounts of other nodes too, when a node ends. Its lease would hold accounts back for
        // 30 s; the fence of the database is the lease.
#pragma warning disable ORLEANSEXP003 // Without it, only more accounts would move.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
    }

    private static string ConnectionString(NodeOptions options) => new NpgsqlConnectionStringBuilder(options.Database.Connection)
    {
        SearchPath = ClusterSchema,
        ApplicationName = "op-events-fleet membership",
        MaxPoolSize = 5,
    }.ConnectionString;

    // Both sides of a connection need a certificate of the authorities. Addresses of nodes change, so names are not compared.
    private static void Secure(TlsOptions options, NodeCertificates certificates)
    {
        options.LocalCertificate = certificates.Own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => certificates.IsTrusted(certificate);
        options.OnAuthenticateAsClient = (_, client) =>
        {
            client.ClientCertificates = [certificates.Own];
            client.TargetHost = certificates.Own.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        };
    }

    /// <summary>The program itself reacts to signals.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
