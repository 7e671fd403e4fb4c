using System.Globalization;
using S3Kit.Protocol;

namespace S3Kit.Presigning;

/// <summary>A form that somebody else will send (S3 <c>PostObject</c>): its fields and conditions, checked and ready to be signed.</summary>
internal sealed class PresignedForm
{
    /// <summary>What S3 replaces with the name of the file that is uploaded, in any field.</summary>
    private const string FileName = "${filename}";

    // What S3 takes in one request; a range has two ends.
    private const long LargestObject = 5L * 1024 * 1024 * 1024;

    private readonly string _bucket;
    private readonly int _seconds;
    private readonly PostPolicy _policy = new();
    private readonly OrderedDictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private PresignedForm(string bucket, int seconds)
    {
        _bucket = bucket;
        _seconds = seconds;
    }

    public static PresignedForm Create(string bucket, string key, TimeSpan expiresIn, PresignedPostOptions? options)
    {
        var form = new PresignedForm(bucket, Validity.Seconds(expiresIn));
        form._policy.Equal("bucket", bucket);
        form.AddKey(key);
        if (options is not null)
        {
            PresignedPostCheck.Check(options);
            form.AddObject(options);
            form.AddAnswer(options);
        }

        return form;
    }

    /// <summary>Adds the signature and gives the form away: to be called once.</summary>
    public PresignedPost Sign(Signatory signatory)
    {
        signatory.Require(signatory.Dialect.Forms, "upload forms", $"Sign a URL for PUT with {nameof(IObjectStore.CreatePresignedUrlAsync)}.");
        Add("x-amz-algorithm", SigV4Signer.Algorithm);
        Add("x-amz-credential", signatory.Credential);
        Add(S3Headers.Date, signatory.Time);
        Add(S3Headers.SecurityToken, signatory.SessionToken);
        string policy = _policy.Write(signatory.After(_seconds));
        _fields.Add("policy", policy);
        _fields.Add("x-amz-signature", signatory.SignPolicy(policy));
        return new PresignedPost { Url = signatory.Address(_bucket, key: null).Uri, Fields = _fields };
    }

    private void AddKey(string key)
    {
        int variable = key.IndexOf(FileName, StringComparison.Ordinal);
        if (variable < 0)
        {
            Add("key", key);
        }
        else if (variable == key.Length - FileName.Length)
        {
            _fields.Add("key", key);
            _policy.StartsWith("key", key[..variable]);
        }
        else
        {
            throw new ArgumentException(
                $"{FileName} can only end the key: what follows the name of a file cannot be made a condition. S3 would replace it wherever it stands.", nameof(key));
        }
    }

    private void AddObject(PresignedPostOptions options)
    {
        if (options.MinContentLength is not null || options.MaxContentLength is not null)
        {
            _policy.Length(options.MinContentLength ?? 0, options.MaxContentLength ?? Math.Max(LargestObject, options.MinContentLength ?? 0));
        }

        Add("Content-Type", options.ContentType);
        if (options.ContentTypePrefix is { } prefix)
        {
            _policy.StartsWith("Content-Type", prefix);
        }

        Add("Content-Disposition", options.ContentDisposition);
        Add("Content-Encoding", options.ContentEncoding);
        Add("Content-Language", options.ContentLanguage);
        Add("Cache-Control", options.CacheControl);
        Add("acl", CannedAcls.Name(options.Acl));
        Add(S3Headers.StorageClass, options.StorageClass);
        foreach ((string name, string value) in options.Metadata ?? System.Collections.Frozen.FrozenDictionary<string, string>.Empty)
        {
            Add(S3Headers.MetadataPrefix + name.ToLowerInvariant(), EncodedWords.Encode(value));
        }
    }

    private void AddAnswer(PresignedPostOptions options)
    {
        Add("success_action_status", options.SuccessActionStatus?.ToString(CultureInfo.InvariantCulture));
        Add("success_action_redirect", options.SuccessActionRedirect?.AbsoluteUri);
    }

    /// <summary>A field that must be sent as it is.</summary>
    private void Add(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        if (value.Contains(FileName, StringComparison.Ordinal))
        {
            throw new ArgumentException($"The form's field {name} would hold {FileName}, which S3 replaces with the name of the file; only the key may end with it.", name);
        }

        _fields.Add(name, value);
        _policy.Equal(name, value);
    }
}
