using System.Net;

namespace S3Kit.Embedded;

/// <summary>Finds who signed a form: the signature is that of the policy, and stands in the fields.</summary>
internal sealed class PostAuthenticator(SignerLookup signers)
{
    public void Authenticate(EmbeddedRequest request, PostForm form)
    {
        if (form["policy"] is not { } policy)
        {
            // Without one anybody could have sent it.
            throw EmbeddedErrors.AccessDenied();
        }

        if (form["signature"] is not null || form["AWSAccessKeyId"] is not null)
        {
            throw EmbeddedErrors.InvalidRequest("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
        }

        var scope = SignatureScope.FromForm(form);
        if (!SignatureScope.TryParseTime(form.Require("x-amz-date"), out var time) || !scope.IsOf(time))
        {
            throw EmbeddedErrors.InvalidArgument("x-amz-date", form["x-amz-date"]!, "X-Amz-Date must be formatted via ISO8601 Long format and agree with the credential's date");
        }

        var credential = signers.Find(scope, form["x-amz-security-token"], request.Target.Bucket);
        if (!SignatureVerifier.AreEqual(credential.Signer.SignText(credential.Credentials, scope.Region, time, policy), scope.Signature))
        {
            throw new EmbeddedS3Exception(
                HttpStatusCode.Forbidden,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing method.")
                    .With("AWSAccessKeyId", scope.AccessKey)
                    .With("StringToSign", policy)
                    .With("SignatureProvided", scope.Signature);
        }

        request.Signature = new RequestSignature(scope, credential, time);
    }
}
