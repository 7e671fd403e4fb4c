namespace S3Kit.Protocol;

/// <summary>What is known of an operation whatever its result.</summary>
internal interface IS3Operation
{
    /// <summary>The name of the operation in S3's API reference.</summary>
    string Name { get; }

    string? Bucket { get; }

    string? Key { get; }

    RequestBody Body { get; }

    bool MayHaveHappened { get; set; }

    string? PreferredEndpoint { get; }

    string? PinnedEndpoint { get; }
}
