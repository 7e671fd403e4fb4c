namespace S3Kit.Protocol;

/// <summary>Where a store differs from AWS S3. The values that are not given are what AWS does. One table, <see cref="Of"/>; docs/providers.md has its sources.</summary>
internal sealed record Dialect
{
    private static readonly Dialect Aws = new() { Profile = EndpointProfile.Aws, NamesBucketInHost = true };

    private static readonly Dialect Minio = new() { Profile = EndpointProfile.Minio, ListsUploadsByExactKeyOnly = true };

    private static readonly Dialect Ceph = new()
    {
        Profile = EndpointProfile.Ceph,
        QuotesIfMatchOfWrites = false,
        KeepsTagsOfUploads = false,
        ConditionalComplete = Support.Ignored,
        ConditionalCopy = Support.Ignored,
        ConditionalDelete = Support.Ignored,
    };

    private static readonly Dialect Gcs = new()
    {
        Profile = EndpointProfile.Gcs,
        Region = "auto",
        Checksums = Support.Refused,
        ConditionalPut = Support.Ignored,
        ConditionalComplete = Support.Ignored,
        ConditionalCopy = Support.Ignored,
        ConditionalDelete = Support.Ignored,
    };

    private static readonly Dialect DigitalOcean = new()
    {
        Profile = EndpointProfile.DigitalOcean,
        NamesBucketInHost = true,
        QuotesIfMatchOfWrites = false,
        KeepsTagsOfUploads = false,
        ConditionalComplete = Support.Ignored,
        ConditionalCopy = Support.Ignored,
        ConditionalDelete = Support.Ignored,
    };

    private static readonly Dialect Wasabi = new() { Profile = EndpointProfile.Wasabi };

    private static readonly Dialect BackblazeB2 = new()
    {
        Profile = EndpointProfile.BackblazeB2,
        Checksums = Support.Refused,
        ConditionalPut = Support.Refused,
        ConditionalComplete = Support.Refused,
        ConditionalCopy = Support.Refused,
        ConditionalDelete = Support.Refused,
        Forms = Support.Refused,
    };

    private static readonly Dialect CloudflareR2 = new() { Profile = EndpointProfile.CloudflareR2, Region = "auto", WantsEqualParts = true, Forms = Support.Refused };

    // An ETag without quotes is taken by all that were asked, and with them Ceph up to 18 never finds it equal. Tags may be lost as with Ceph.
    private static readonly Dialect Generic = new() { Profile = EndpointProfile.Generic, QuotesIfMatchOfWrites = false, KeepsTagsOfUploads = false };

    public required EndpointProfile Profile { get; init; }

    /// <summary>Whether <see cref="AddressingStyle.Auto"/> makes the bucket a part of the host name.</summary>
    public bool NamesBucketInHost { get; init; }

    /// <summary>The region to sign for when neither the options nor the host name say one.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary><c>x-amz-checksum-*</c> on writes, and being asked for them on reads.</summary>
    public Support Checksums { get; init; }

    /// <summary><c>If-Match</c> and <c>If-None-Match</c> on PutObject.</summary>
    public Support ConditionalPut { get; init; }

    /// <summary>The same on CompleteMultipartUpload.</summary>
    public Support ConditionalComplete { get; init; }

    /// <summary>The same on CopyObject, for its destination. Conditions on its source are asked for beforehand, on any store.</summary>
    public Support ConditionalCopy { get; init; }

    /// <summary><c>If-Match</c> on DeleteObject.</summary>
    public Support ConditionalDelete { get; init; }

    /// <summary>Uploads by a browser's form: PostObject.</summary>
    public Support Forms { get; init; }

    /// <summary>Whether <c>If-Match</c> on writes has its quotes, as RFC 9110 has it.</summary>
    public bool QuotesIfMatchOfWrites { get; init; } = true;

    /// <summary>Whether the tags that an upload in parts begins with are those of the object; otherwise they are put when it is there.</summary>
    public bool KeepsTagsOfUploads { get; init; } = true;

    /// <summary>Whether all parts but the last must be of one size.</summary>
    public bool WantsEqualParts { get; init; }

    /// <summary>Whether ListMultipartUploads finds only the uploads of the one key that is given as its prefix.</summary>
    public bool ListsUploadsByExactKeyOnly { get; init; }

    /// <summary>The dialect of a profile.</summary>
    /// <param name="profile">The profile; <see cref="EndpointProfile.Auto"/> goes by the host.</param>
    /// <param name="host">The host of the endpoint.</param>
    public static Dialect Of(EndpointProfile profile, string host) => (profile == EndpointProfile.Auto ? ProviderHosts.ProfileOf(host) : profile) switch
    {
        EndpointProfile.Aws => Aws,
        EndpointProfile.Minio => Minio,
        EndpointProfile.Ceph => Ceph,
        EndpointProfile.Gcs => Gcs,
        EndpointProfile.DigitalOcean => DigitalOcean,
        EndpointProfile.Wasabi => Wasabi,
        EndpointProfile.BackblazeB2 => BackblazeB2,
        EndpointProfile.CloudflareR2 => CloudflareR2,
        _ => Generic,
    };

    /// <summary>Refuses what the store would refuse later, or not heed at all.</summary>
    /// <param name="support">What the store does with it.</param>
    /// <param name="what">What was asked for.</param>
    /// <param name="instead">What to do about it, as a sentence.</param>
    /// <param name="context">For what the error says.</param>
    /// <exception cref="S3InvalidRequestException">The store does not support it.</exception>
    public void Require(Support support, string what, string instead, S3ErrorContext context)
    {
        if (support != Support.Full)
        {
            string does = support == Support.Refused ? "refuses" : "takes no notice of";
            throw S3Errors.Unsupported(context, $"the profile {Profile} of this endpoint says that the store {does} {what}, so nothing was sent. {instead}");
        }
    }
}
