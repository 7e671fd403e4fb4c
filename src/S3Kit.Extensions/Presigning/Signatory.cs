using S3Kit.Protocol;
using S3Kit.Routing;

namespace S3Kit.Presigning;

/// <summary>Who signs, when, and for which place: an endpoint as it is now. Not a record: nothing may print it.</summary>
internal sealed class Signatory
{
    private readonly StorageEndpoint _endpoint;
    private readonly EndpointSettings _settings;
    private readonly S3Credentials _credentials;
    private readonly string? _learntRegion;
    private readonly DateTimeOffset _time;
    private readonly S3ErrorContext _context;

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="credentials">Its credentials at this time.</param>
    /// <param name="now">The time by the clock of this machine.</param>
    /// <param name="context">What is signed, for what errors say.</param>
    public Signatory(StorageEndpoint endpoint, S3Credentials credentials, DateTimeOffset now, in S3ErrorContext context)
    {
        _context = context with { Endpoint = endpoint.Name };
        _endpoint = endpoint;
        _settings = endpoint.Settings;
        _credentials = credentials;
        _learntRegion = endpoint.BucketRegions.GetValueOrDefault(context.Bucket!);
        _time = now + endpoint.ClockSkew;
    }

    public string? SessionToken => _credentials.SessionToken;

    /// <summary>The endpoint's time as <c>x-amz-date</c> has it.</summary>
    public string Time => SigV4Signer.FormatTime(_time);

    /// <summary>The value of <c>x-amz-credential</c>.</summary>
    public string Credential => SigV4Signer.FormatCredential(_credentials, Region, _time);

    private string Region => _learntRegion ?? _settings.Region;

    public Dialect Dialect => _settings.Dialect;

    /// <summary>Refuses to sign what the store would refuse later, or not heed at all.</summary>
    /// <inheritdoc cref="Dialect.Require"/>
    public void Require(Support support, string what, string instead) => _settings.Dialect.Require(support, what, instead, _context);

    /// <summary>The endpoint's time so many seconds from now.</summary>
    public DateTimeOffset After(int seconds) => _time.AddSeconds(seconds);

    public S3Target Address(string bucket, string? key, string query = "") => _settings.Address.ResolvePublic(bucket, key, query, _learntRegion);

    public string SignQuery(int seconds, string method, string path, ReadOnlySpan<KeyValuePair<string, string>> query, ReadOnlySpan<KeyValuePair<string, string>> headers) =>
        _endpoint.Signer.Presign(_credentials, Region, _time, seconds, method, path, query, headers);

    public string SignPolicy(string policy) => _endpoint.Signer.SignText(_credentials, Region, _time, policy);
}
