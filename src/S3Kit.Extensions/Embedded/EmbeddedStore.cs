using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using S3Kit.Protocol;

namespace S3Kit.Embedded;

/// <summary>
/// The state behind one or more <see cref="EmbeddedS3Handler"/>s: accounts, buckets, objects, uploads. Several handlers
/// over one store are several gateways of one cluster. All state changes happen under <see cref="Gate"/>, where nothing
/// is awaited; what is stored is immutable, so bodies are read outside it.
/// </summary>
internal sealed class EmbeddedStore(TimeProvider timeProvider, EmbeddedStoreOptions? options = null)
{
    /// <summary>The account that <see cref="Allow"/> uses when none is named.</summary>
    public const string DefaultAccount = "embedded";

    private readonly ConcurrentDictionary<string, EmbeddedCredential> _credentials = new(StringComparer.Ordinal);

    public EmbeddedStoreOptions Options { get; } = options ?? new EmbeddedStoreOptions();

    public TimeProvider TimeProvider { get; } = timeProvider;

    /// <summary>How far the server's clock is ahead of the <see cref="TimeProvider"/>; negative when behind.</summary>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>What goes wrong, and when.</summary>
    public EmbeddedFaults Faults { get; } = new();

    internal Lock Gate { get; } = new();

    internal EmbeddedIds Ids { get; } = new();

    internal SortedDictionary<string, EmbeddedBucket> Buckets { get; } = new(StringComparer.Ordinal);

    /// <summary>Accepts requests signed with a key pair. A second call with the same access key replaces the first.</summary>
    /// <param name="accessKey">The access key.</param>
    /// <param name="secretKey">The secret key.</param>
    /// <param name="account">Whose buckets the key owns and sees. An account has no access to another's buckets.</param>
    /// <param name="sessionToken">The token the key pair is only valid with; null for permanent keys.</param>
    /// <returns>The store.</returns>
    public EmbeddedStore Allow(string accessKey, string secretKey, string account = DefaultAccount, string? sessionToken = null)
    {
        _credentials[accessKey] = new EmbeddedCredential(new S3Credentials(accessKey, secretKey, sessionToken), account);
        return this;
    }

    /// <summary>No longer accepts an access key, as after a rotation.</summary>
    /// <param name="accessKey">The access key.</param>
    public void Revoke(string accessKey) => _credentials.TryRemove(accessKey, out _);

    /// <summary>Makes a bucket answer only requests signed for one region, as a bucket in another AWS region does.</summary>
    /// <param name="bucket">An existing bucket.</param>
    /// <param name="region">The region its requests must be signed for.</param>
    public void MoveBucketToRegion(string bucket, string region)
    {
        lock (Gate)
        {
            Buckets[bucket].Region = region;
            Buckets[bucket].EnforcesRegion = true;
        }
    }

    internal bool TryGetCredential(string accessKey, [NotNullWhen(true)] out EmbeddedCredential? credential) =>
        _credentials.TryGetValue(accessKey, out credential);

    /// <summary>The server's clock.</summary>
    internal DateTimeOffset Now() => TimeProvider.GetUtcNow() + ClockSkew;
}
