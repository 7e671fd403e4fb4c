using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Polly;
using S3Kit.Credentials;
using S3Kit.DependencyInjection;
using S3Kit.Diagnostics;
using S3Kit.Dispatching;
using S3Kit.Embedded;
using S3Kit.Resilience;

namespace S3Kit.Routing;

/// <summary>Makes endpoints: the HTTP client, the credentials, the circuit breaker and the pipeline of each.</summary>
internal sealed partial class EndpointFactory(
    IHttpClientFactory clients,
    EndpointHandlers handlers,
    CredentialSourceFactory credentials,
    EmbeddedStore embedded,
    RequestDispatcher dispatcher,
    PipelineTelemetry telemetry,
    IEnumerable<ResilienceAddition> additions,
    TimeProvider time,
    ILoggerFactory loggers)
{
    /// <summary>The name of the endpoint that the embedded store is when nothing is configured.</summary>
    public const string StandInName = "embedded";

    private const string StandInUrl = "http://embedded.localhost";

    private readonly ILogger _logger = loggers.CreateLogger<StorageEndpoint>();

    /// <summary>Whether the endpoint is the embedded store in the place of what is not configured.</summary>
    public static bool IsStandIn(StorageEndpoint endpoint) => endpoint.Settings.IsEmbedded && endpoint.Settings.Options.Url == StandInUrl;

    public static EndpointSettings Resolve(string name, EndpointOptions options, S3KitOptions global) =>
        EndpointSettings.Create(name, options, global, isEmbedded: global.Mock == MockMode.Always);

    public StorageEndpoint Create(EndpointSettings settings)
    {
        StorageEndpoint endpoint = CreateUnguarded(settings);
        endpoint.Breaker.Changed = (state, error) =>
        {
            Log.CircuitChanged(_logger, state == CircuitState.Closed ? LogLevel.Information : LogLevel.Warning, settings.Name, state, error is null ? "" : Instruments.Outcome(error));
            dispatcher.LookAgain();
        };

        var builder = new ResiliencePipelineBuilder { Name = "S3Kit.Endpoint", InstanceName = settings.Name, TimeProvider = time };
        foreach (ResilienceAddition addition in additions)
        {
            if (string.Equals(addition.Endpoint, settings.Name, StringComparison.OrdinalIgnoreCase))
            {
                addition.Configure(builder);
            }
        }

        // Innermost: it counts what the endpoint did, and not what others refused.
        builder.AddStrategy(context => new CircuitBreakerStrategy(endpoint.Breaker, settings.Name, context.Telemetry), new CircuitBreakerStrategyOptions());
        builder.ConfigureTelemetry(telemetry.Options);
        endpoint.Pipeline = builder.Build();
        return endpoint;
    }

    /// <summary>The embedded store as the one endpoint. Its keys are made up anew each time: nothing outside could use them.</summary>
    public StorageEndpoint CreateStandIn(S3KitOptions global)
    {
        Log.EmbeddedStoreInUse(_logger);
        var options = new EndpointOptions
        {
            Url = StandInUrl,
            AccessKey = "EMBEDDED" + RandomNumberGenerator.GetHexString(12),
            SecretKey = RandomNumberGenerator.GetHexString(40),
            AddressingStyle = AddressingStyle.Path,

            // Memory answers as fast as it is asked: the limit over all endpoints is enough.
            MaxConcurrentRequests = 10_000,
        };
        return Create(EndpointSettings.Create(StandInName, options, global, isEmbedded: true));
    }

    /// <summary>An endpoint outside the set, without breaker and pipeline, to be asked once.</summary>
    public StorageEndpoint CreateUnguarded(EndpointSettings settings)
    {
        string client = settings.IsEmbedded ? HttpClientNames.ForEmbedded(settings.Name) : HttpClientNames.For(settings.Name);
        handlers.Describe(client, settings);
        if (settings.IsEmbedded && settings.Options is { AccessKey: { } accessKey, SecretKey: { } secretKey })
        {
            embedded.Allow(accessKey, secretKey, sessionToken: settings.Options.SessionToken);
        }

        return new StorageEndpoint(settings, clients.CreateClient(client), credentials.Create(settings.Name, settings.Options), time);
    }

    private sealed class CircuitBreakerStrategyOptions : ResilienceStrategyOptions
    {
        public CircuitBreakerStrategyOptions() => Name = "CircuitBreaker";
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.EmbeddedStoreInUse, LogLevel.Warning,
            "No S3 endpoint is configured: objects are kept in this process's memory by the embedded store, nothing leaves the process and all is lost when it ends. Configure S3Kit:Endpoints or S3_ENDPOINT, or set S3Kit:Mock to Never to have this refused")]
        public static partial void EmbeddedStoreInUse(ILogger logger);

        // The kind of the error, not its message: that names the object.
        [LoggerMessage(EventId = EventIds.CircuitChanged, Message = "The circuit breaker of endpoint {Endpoint} is {State} now {Error}")]
        public static partial void CircuitChanged(ILogger logger, LogLevel level, string endpoint, CircuitState state, string error);
    }
}
