using System.Net;

namespace S3Kit.Embedded;

/// <summary>Buckets themselves. Every method runs under the store's lock.</summary>
internal static class BucketOperations
{
    public static HttpResponseMessage List(EmbeddedStore store, EmbeddedRequest request) =>
        EmbeddedResponse.Xml(S3Xml.Document("ListAllMyBucketsResult", (store, request), static (xml, state) =>
        {
            xml.Owner(state.request.Account);
            xml.WriteStartElement("Buckets");
            foreach (var bucket in state.store.Buckets.Values)
            {
                if (string.Equals(bucket.Owner, state.request.Account, StringComparison.Ordinal))
                {
                    xml.WriteStartElement("Bucket");
                    xml.Element("Name", bucket.Name);
                    xml.Element("CreationDate", S3Xml.Time(bucket.Created));
                    xml.WriteEndElement();
                }
            }

            xml.WriteEndElement();
        }));

    public static HttpResponseMessage Create(EmbeddedStore store, EmbeddedRequest request)
    {
        var name = request.BucketName;
        if (!BucketName.IsValid(name))
        {
            throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "InvalidBucketName", "The specified bucket is not valid.").With("BucketName", name);
        }

        var region = request.Body.Data.Length == 0 ? null : S3XmlReader.Read(request, "CreateBucketConfiguration").Value("LocationConstraint");
        if (!store.Buckets.TryGetValue(name, out var existing))
        {
            store.Buckets.Add(name, new EmbeddedBucket(name, request.Account, region, request.Timestamp));
        }
        else if (!string.Equals(existing.Owner, request.Account, StringComparison.Ordinal))
        {
            throw Conflict("BucketAlreadyExists", "The requested bucket name is not available: another account owns it.", name);
        }
        else if (store.Options.RecreatingOwnBucketConflicts)
        {
            throw Conflict("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", name);
        }

        return EmbeddedResponse.Empty().With("Location", "/" + name);
    }

    public static HttpResponseMessage Head(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        return EmbeddedResponse.Empty().With("x-amz-bucket-region", bucket.Region ?? store.Options.Region ?? request.Region);
    }

    public static HttpResponseMessage Delete(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        if (bucket.Keys.Count > 0)
        {
            throw Conflict("BucketNotEmpty", "The bucket you tried to delete is not empty", bucket.Name);
        }

        store.Buckets.Remove(bucket.Name);
        return EmbeddedResponse.Empty(HttpStatusCode.NoContent);
    }

    /// <summary>us-east-1 is said by saying nothing.</summary>
    public static HttpResponseMessage Location(EmbeddedStore store, EmbeddedRequest request)
    {
        var region = store.BucketFor(request).Region ?? store.Options.Region;
        return EmbeddedResponse.Xml(S3Xml.Document("LocationConstraint", region, static (xml, name) =>
        {
            if (name is not null && !string.Equals(name, "us-east-1", StringComparison.Ordinal))
            {
                xml.WriteString(name);
            }
        }));
    }

    private static EmbeddedS3Exception Conflict(string code, string message, string bucket) =>
        new EmbeddedS3Exception(HttpStatusCode.Conflict, code, message).With("BucketName", bucket);
}
