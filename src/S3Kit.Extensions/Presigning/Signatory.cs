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

    public Signatory(StorageEndpoint endpoint, S3Credentials credentials, string bucket, DateTimeOffset now)
    {
        _endpoint = endpoint;
        _settings = endpoint.Settings;
        _credentials = credentials;
        _learntRegion = endpoint.BucketRegions.GetValueOrDefault(bucket);
        _time = now + endpoint.ClockSkew;
    }

    public string? SessionToken => _credentials.SessionToken;

    /// <summary>The endpoint's time as <c>x-amz-date</c> has it.</summary>
    public string Time => SigV4Signer.FormatTime(_time);

    /// <summary>The value of <c>x-amz-credential</c>.</summary>
    public string Credential => SigV4Signer.FormatCredential(_credentials, Region, _time);

    private string Region => _learntRegion ?? _settings.Region;

    /// <summary>The endpoint's time so many seconds from now.</summary>
    public DateTimeOffset After(int seconds) => _time.AddSeconds(seconds);

    public S3Target Address(string bucket, string? key, string query = "") => _settings.Address.ResolvePublic(bucket, key, query, _learntRegion);

    public string SignQuery(int seconds, string method, string path, ReadOnlySpan<KeyValuePair<string, string>> query, ReadOnlySpan<KeyValuePair<string, string>> headers) =>
        _endpoint.Signer.Presign(_credentials, Region, _time, seconds, method, path, query, headers);

    public string SignPolicy(string policy) => _endpoint.Signer.SignText(_credentials, Region, _time, policy);
}
