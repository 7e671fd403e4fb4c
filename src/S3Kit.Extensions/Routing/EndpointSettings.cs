using System.Globalization;
using S3Kit.Protocol;

namespace S3Kit.Routing;

/// <summary>An endpoint's options, checked and resolved. Immutable: a reload makes another. Not a record: nothing may print the keys.</summary>
internal sealed class EndpointSettings
{
    public required string Name { get; init; }

    public required EndpointAddress Address { get; init; }

    /// <summary>Where the store differs from AWS S3.</summary>
    public required Dialect Dialect { get; init; }

    public required string Region { get; init; }

    public required string Pool { get; init; }

    public required int Tier { get; init; }

    public required int Weight { get; init; }

    public required int MaxConcurrentRequests { get; init; }

    public required int MaxRetries { get; init; }

    public required int BreakerThreshold { get; init; }

    public required TimeSpan BreakerTimeout { get; init; }

    public required RetryBudgetOptions RetryBudget { get; init; }

    public required HealthProbeOptions HealthProbe { get; init; }

    public required bool IsEmbedded { get; init; }

    /// <summary>Whether gets ask for the checksums that the store keeps (<c>x-amz-checksum-mode</c>). Most stores that keep none take no notice of it.</summary>
    public bool AsksForChecksums => Dialect.Checksums != Support.Refused;

    /// <summary>The options that these settings come from, for the credentials and to see whether a reload changed anything.</summary>
    public required EndpointOptions Options { get; init; }

    /// <summary>Whether requests may carry keys of customers: nobody on the way can read them, or the configuration says so.</summary>
    public bool MayCarryCustomerKeys => IsEmbedded || Options.AllowCustomerKeysOverHttp || Address.BaseUri.Scheme == Uri.UriSchemeHttps;

    public static EndpointSettings Create(string name, EndpointOptions options, S3KitOptions global, bool isEmbedded)
    {
        var url = new Uri(options.Url!, UriKind.Absolute);
        var dialect = Dialect.Of(options.Profile, url.Host);
        CircuitBreakerOptions breaker = options.CircuitBreaker ?? global.CircuitBreaker;
        return new EndpointSettings
        {
            Name = name,
            Address = new EndpointAddress(url, options.PublicUrl is null ? null : new Uri(options.PublicUrl, UriKind.Absolute), options.AddressingStyle, dialect.NamesBucketInHost),
            Dialect = dialect,
            Region = string.IsNullOrEmpty(options.Region) ? ProviderHosts.RegionOf(url.Host) ?? dialect.Region : options.Region,
            Pool = options.Pool,
            Tier = options.Tier,
            Weight = options.Weight,
            MaxConcurrentRequests = options.MaxConcurrentRequests,
            MaxRetries = options.MaxRetries,
            BreakerThreshold = breaker.Threshold,
            BreakerTimeout = breaker.Timeout,
            RetryBudget = global.RetryBudget,
            HealthProbe = options.HealthProbe,
            IsEmbedded = isEmbedded,
            Options = options,
        };
    }

    /// <summary>Whether requests under these settings go to the same place with the same keys, so that what was learnt of it still holds.</summary>
    public bool IsSamePlace(EndpointSettings other) =>
        IsEmbedded == other.IsEmbedded
        && Address.BaseUri == other.Address.BaseUri
        && string.Equals(Options.AccessKey, other.Options.AccessKey, StringComparison.Ordinal)
        && string.Equals(Options.SecretKey, other.Options.SecretKey, StringComparison.Ordinal)
        && string.Equals(Options.SessionToken, other.Options.SessionToken, StringComparison.Ordinal)
        && Options.Credentials == other.Options.Credentials;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({Address.BaseUri})");
}
