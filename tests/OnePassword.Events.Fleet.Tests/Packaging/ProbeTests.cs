using System.Net;
using Npgsql;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Nodes;

namespace OnePassword.Events.Fleet.Tests.Packaging;

/// <summary>Probes of Kubernetes, which cannot send the token of the endpoint.</summary>
public sealed class ProbeTests
{
    [TestCase("/healthz", true, 200, "{\"status\":\"ok\"}")]
    [TestCase("/readyz", true, 200, "ready\n")]
    [TestCase("/readyz", false, 503, "not ready: starting, or the database does not reply\n")]
    [TestCase("/metrics", true, 401, "Send the token: 'Authorization: Bearer <token>'.\n")]
    [TestCase("/else", true, 401, "Send the token: 'Authorization: Bearer <token>'.\n")]
    public async Task Probe_without_the_token_gets_the_status_without_accounts(string path, bool isReady, int status, string body)
    {
        await using var endpoint = await Endpoint.StartAsync(isReady);
        var response = await endpoint.GetAsync(path, token: null);
        Assert.That(response, Is.EqualTo((status, body)));
    }

    [TestCase("/healthz", "\"accounts_failing\": [")]
    [TestCase("/readyz", "ready")]
    [TestCase("/metrics", "op_events_fleet_nodes 1")]
    public async Task Request_with_the_token_gets_everything(string path, string part)
    {
        await using var endpoint = await Endpoint.StartAsync(isReady: true);
        var (status, body) = await endpoint.GetAsync(path, "s3cret");
        Assert.That(status, Is.EqualTo(200), body);
        Assert.That(body, Does.Contain(part));
    }

    private sealed class Endpoint(StatusEndpoint endpoint, FleetNode node, NpgsqlDataSource database, int port) : IAsyncDisposable
    {
        public static async Task<Endpoint> StartAsync(bool isReady)
        {
            var messages = new StringWriter();
            var cli = new CliContext(Stream.Null, messages, TextReader.Null, _ => null, TimeProvider.System);
            var database = NpgsqlDataSource.Create("Host=localhost");
            var options = new NodeOptions(PostgreSqlReader.OfOption("--connection", "Host=localhost;Database=events"));
            var node = new FleetNode(options, database, cli);
            var token = AccountToken.From(new SecretSource.Given("s3cret", "the test"), cli);
            var listener = new StatusListener(ListenAddress.TryParse("0")!, token);
            var endpoint = await StatusEndpoint.StartAsync(listener, new FleetPages(node, () => 1, () => isReady), cli, default);
            var address = messages.ToString().Split("http://")[1].Split('/')[0];
            return new Endpoint(endpoint, node, database, IPEndPoint.Parse(address).Port);
        }

        public async Task<(int Status, string Body)> GetAsync(string path, string? token)
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}{path}");
            if (token is not null)
                request.Headers.Authorization = new("Bearer", token);
            using var response = await client.SendAsync(request);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        public async ValueTask DisposeAsync()
        {
            await endpoint.DisposeAsync();
            await node.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
