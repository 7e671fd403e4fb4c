using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Routing;

/// <summary>Handlers that send requests to another address than the endpoint's, as service discovery does.</summary>
public sealed class ServiceDiscoveryTests
{
    [Test]
    public async Task Head_HandlerChangesTheAddress_HostStaysTheOneThatIsSigned()
    {
        await using var scene = new ScriptedStore(
            null,
            static services => services.AddS3Kit(static _ => { }).ConfigureHttpClient("a", static client => client.AddHttpMessageHandler(static () => new Redirecting())),
            "a");

        await scene.HeadAsync().Soon();

        ScriptedCall call = scene["a"].Calls.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(call.Message.RequestUri!.Authority, Is.EqualTo("10.1.2.3:8080"));
            Assert.That(call.Target, Is.EqualTo("/bucket/key"));
            Assert.That(call.Header("Host"), Is.EqualTo("a.test"));
            Assert.That(call.Header("Authorization"), Does.Contain("SignedHeaders=host;"));
        }
    }

    private sealed class Redirecting : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Host = "10.1.2.3", Port = 8080 }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
