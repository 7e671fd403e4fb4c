using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace S3Kit.IntegrationTests;

/// <summary>
/// What each kind of server (<c>S3KIT_TEST_SERVER</c>) is known to do otherwise than S3, one line for each test that it fails. A gap is a test as well:
/// it is reported as ignored only as long as the test fails there in the way told; when the test passes, or fails otherwise, the run fails.
/// Where our own behaviour is of interest although the server differs, the test asserts it by <see cref="ServerDialect"/> instead.
/// </summary>
internal static class KnownGaps
{
    private const string OneServer = "is one server: there is no gateway to take away";
    private const string ChecksNoSecret = "does not check signatures";
    private const string ChecksNoPolicy = "does not hold a form against its policy";
    private const string ChecksNoExpiry = "takes what has expired";
    private const string KnowsNoForms = "knows no upload forms";
    private const string LosesLineBreaks = "finds no route for a key with a line break";
    private const string CollapsesPaths = "takes the key for a path, and resolves its dots";
    private const string RefusesEmptySegments = "answers 404 to a key with an empty segment";
    private const string DiesOfLongKeys = "ends at a key that is too long for a file name";
    private const string TakesNoUnsigned = "takes no unsigned request for one of S3";
    private const string HasNoTags = "has no tags";
    private const string GivesOldObjectsAnId = "gives an object of before versioning an id that is not null";
    private const string ListsMarkersLast = "lists delete markers behind the versions, and passes over a key after a marker that is no key";
    private const string HasNoVersions = "has no versions";
    private const string DropsHeaderTags = "drops tags that come as a header";
    private const string ListsNoUploads = "lists no uploads";
    private const string GivesPlainETags = "gives what was uploaded in parts the ETag of its bytes";
    private const string DecodesNoReserved = "decodes no reserved character in the source of a copy";
    private const string CountsRangesWrongly = "sends one byte too many for the last bytes, and everything for the first byte";

    private static readonly Dictionary<string, KnownGap[]> ByServer = new(StringComparer.Ordinal)
    {
        ["swift"] =
        [
            NotRun(NeedsGatewayControlAttribute.Category, OneServer),
            Fails("AccessTests.NoCredentials_PrivateObject_IsAccessDenied", TakesNoUnsigned, "failed: status 400."),
            Fails("AccessTests.OtherAccount_CreatesBucketOfTheSameName_IsConflict", "lets only the account's owner create buckets", "S3AccessDeniedException"),
            Fails("AwsCliTests.VersionedBucket_DeleteAndGet_TellVersions", "does not tell that the version it deleted was a marker", "marker.DeleteMarker"),
            Fails("AclTests.Put_ExpiresAndRedirect_AreReadBack", "knows no redirect", "Website redirection is not supported"),
            Fails("AwsCliDescriptionTests.Headers_OursAndTheirs_AreReadByTheOther", "knows no redirect", "Website redirection is not supported"),
            Fails("AwsCliDescriptionTests.Tags_OursAndTheirs_AreReadByTheOther", HasNoTags, "Object tagging is not supported"),
            Fails("CopyTests.Copy_DestinationConditions_AreHeeded", "refuses conditions on PUT", "Conditional object PUTs are not supported"),
            Fails("CopyTests.Copy_InParts_IsWholeAndKeepsDescriptionAndTags", HasNoTags, "put-object-tagging"),
            Fails("CopyTests.Copy_Replacing_HasTheNewDescriptionAndTags", HasNoTags, "put-object-tagging"),
            Fails("MetadataTests.Put_MetadataValue_ComesBackExactly(300 two-byte characters)", "takes 256 bytes of metadata a value", "longer than 256"),
            Fails("PresignedPostTests.Post_ToAPublicUrl_LeadsThere(VirtualHost)", KnowsNoForms, "404: <html>"),
            Fails("PresignedPostTests", KnowsNoForms, "412: Bad URL"),
            Fails("PresignedUrlTests.Put_OnlyWhatIsNotThere_StoresOnce", "refuses conditions on PUT", "Conditional object PUTs are not supported"),
            Fails("AclTests.Put_Acl_LetsInWhoItSays(Private,False,False)", TakesNoUnsigned, "failed: status 400."),
            Fails("AclTests.Put_Acl_LetsInWhoItSays(BucketOwnerRead,False,False)", TakesNoUnsigned, "failed: status 400."),
            Fails("AclTests.Put_Acl_LetsInWhoItSays(BucketOwnerFullControl,False,False)", TakesNoUnsigned, "failed: status 400."),
            Fails("AclTests.Put_Acl_LetsInWhoItSays(PublicRead,True,True)", "keeps no ACL of an object", "the other account, 10 bytes"),
            Fails("AclTests.Put_Acl_LetsInWhoItSays(PublicReadWrite,True,True)", "keeps no ACL of an object", "the other account, 10 bytes"),
            Fails("AclTests.Put_Acl_LetsInWhoItSays(AuthenticatedRead,True,False)", "knows no such ACL", "501: Not implemented."),
            Fails("CopyTests.Copy_ThroughThisProcess_IsAlike", HasNoTags, "put-object-tagging"),
            Fails("CopyTests.Copy_ToAnotherBucket_KeepsDescriptionAndTellsOfTheCopy", HasNoTags, "put-object-tagging"),
            Fails("CopyTests.VersionedBucket_CopyMoveAndDeleteMany_TellVersions", "deletes from a versioned bucket only if the ETag of a link matches", "the source has changed since it was copied"),
            Fails("TaggingTests.Put_WithTags_HasThemAtOnce(10)", HasNoTags, "Object tagging is not supported"),
            Fails("TaggingTests.Put_WithTags_HasThemAtOnce(7340032)", HasNoTags, "PutObjectTagging"),
            Fails("TaggingTests.Tags_ReplacedAndDeleted_AreGone", HasNoTags, "Object tagging is not supported"),
            Fails("TaggingTests.Tags_OfNoObject_AreNotFound", "answers no tags for an object that is not there", "But was:  null"),
            Fails("UploadTests.Put_WithAChecksum_IsTaken(1000,Crc32C)", "knows no such checksum", "algorithm is not supported"),
            Fails("UploadTests.Put_WithAChecksum_IsTaken(12582912,Crc32C)", "knows no such checksum", "algorithm is not supported"),
            Fails("UploadTests.Put_WithAChecksum_IsTaken(1000,Crc64Nvme)", "knows no such checksum", "algorithm is not supported"),
            Fails("UploadTests.Put_WithAChecksum_IsTaken(12582912,Crc64Nvme)", "knows no such checksum", "algorithm is not supported"),
            Fails("VersionTests.List_PutOverwriteDelete_TellsEachVersionOnce", GivesOldObjectsAnId, "(\"null\", False, False, 1)"),
            Fails("VersionTests.Version_ReadHeadAndDeletedByItsId_IsThatOne", GivesOldObjectsAnId, "NoSuchKey"),
        ],
        ["moto"] =
        [
            NotRun(NeedsGatewayControlAttribute.Category, OneServer),
            Fails("AccessTests.WrongSecret_EveryOperation_IsAuthentication", ChecksNoSecret, "But was:  null"),
            Fails("AccessTests.UnknownAccessKey_EveryOperation_IsAuthentication", ChecksNoSecret, "But was:  null"),
            Fails("AccessTests.OtherAccount_EveryOperation_IsAccessDenied", ChecksNoSecret, "But was:  null"),
            Fails("AccessTests.OtherAccount_CreatesBucketOfTheSameName_IsConflict", ChecksNoSecret, "But was:  null"),
            Fails("EndpointTests.TestEndpoint_ByAddress_TellsGoodKeysFromBad", ChecksNoSecret, "wrongSecret.IsAvailable"),
            Fails("AwsCliTests.VersionedBucket_DeleteAndGet_TellVersions", "does not tell that the version it deleted was a marker", "marker.DeleteMarker"),
            Fails("AwsCliTests.Ours_ReadByAws_IsTheSame(line feed)", LosesLineBreaks, "failed: status 404."),
            Fails("AwsCliTests.TheirsOfAws_ReadByUs_IsTheSame(line feed)", LosesLineBreaks, "(404)"),
            Fails("KeyTests.Key_OfAnyKind_IsStoredUnderExactlyThatName(line feed)", LosesLineBreaks, "failed: status 404."),
            Fails("KeyTests.Key_OfAnyKind_IsStoredUnderExactlyThatName(carriage return)", LosesLineBreaks, "failed: status 404."),
            Fails("ConditionTests.Put_IfMatchOfAnotherETag_IsPreconditionFailedAndChangesNothing", "ignores If-Match on PUT", "no exception thrown"),
            Fails("MetadataTests.Put_MetadataNames_ComeBackInLowerCaseAndAreFoundInAny", "loses metadata with an underscore in its name", "But was:  1"),
            Fails("AclTests.Put_Acl_LetsInWhoItSays(Private,False,False)", ChecksNoSecret, "the other account"),
            Fails("AclTests.Put_Acl_LetsInWhoItSays(BucketOwnerRead,False,False)", ChecksNoSecret, "the other account"),
            Fails("AclTests.Put_Acl_LetsInWhoItSays(BucketOwnerFullControl,False,False)", ChecksNoSecret, "the other account"),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(line feed)", LosesLineBreaks, "failed: status 404."),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(carriage return)", LosesLineBreaks, "failed: status 404."),
            Fails("DeleteManyTests.Delete_AnotherAccountsBucket_IsDeniedOrToldForEachKey", ChecksNoSecret, "S3ErrorKind.AccessDenied"),
            Fails("DeleteManyTests.Delete_KeysOfAnyKind_AreGone", LosesLineBreaks, "failed: status 404."),
            Fails("PresignedPostTests.Post_AllOptions_DescribeTheObject", "answers a form without a body", "But was:  <string.Empty>"),
            Fails("PresignedPostTests.Post_Altered_IsRefused", ChecksNoSecret, "answer.Status, Is.EqualTo(403)"),
            Fails("PresignedUrlByAwsTests.SameKey_BothUrls_DoTheSame", ChecksNoSecret, "But was:  (200, 204)"),
            Fails("PresignedUrlByAwsTests.Parts_PutByCurl_BecomeTheObject", ChecksNoSecret, "But was:  (200, 200)"),
            Fails("PresignedUrlTests.Put_ChecksumOfTheBytes_IsSigned", ChecksNoSecret, "But was:  (200, 200)"),
            Fails("PresignedUrlTests.Put_SignedHeaders_MustBeSentAsTheyAre", ChecksNoSecret, "But was:  200"),
            Fails("PresignedUrlTests.Put_BytesOfAnotherMd5_AreNotStored", "stores what is not of its MD5", "But was:  200"),
            Fails("PresignedUrlTests.Url_AnyOtherRequest_IsRefused", ChecksNoSecret, "But was:  200"),
            Fails("PresignedUrlTests.Url_SignedWithAnotherSecret_IsRefused", ChecksNoSecret, "But was:  200"),
            Fails("PresignedPostTests.Post_Expired_IsRefused", ChecksNoExpiry, "still taken long after its time"),
            Fails("PresignedPostTests.Post_Size_IsBounded(9,400)", ChecksNoPolicy, "But was:  204"),
            Fails("PresignedPostTests.Post_Size_IsBounded(1001,400)", ChecksNoPolicy, "But was:  204"),
            Fails("PresignedPostTests.Post_ToAnotherBucket_IsRefused", ChecksNoPolicy, "But was:  204"),
            Fails("PresignedPostTests.Post_TypePrefix_IsHeld(\"text/html\",403)", ChecksNoPolicy, "But was:  204"),
            Fails("PresignedUrlTests.Put_OnlyWhatIsNotThere_StoresOnce", ChecksNoSecret, "But was:  (200, 412, 200)"),
            Fails("PresignedUrlTests.Url_Expired_IsRefused", ChecksNoExpiry, "still taken long after its time"),
            Fails("PresignedUrlTests.Url_OfAnAccountWithoutAccess_IsRefused", ChecksNoSecret, "But was:  200"),
            Fails("PresignedUrlTests.PutGetHeadDelete_AnyKey_Work(line feed)", LosesLineBreaks, "404 Not Found"),
            Fails("PresignedUrlTests.Get_ResponseHeaders_AreThoseOfTheUrl", "answers with the stored headers whatever the query says", "application/x-stored"),
            Fails("PresignedUrlTests.PublicUrl_OfAnotherHostName_IsSigned(VirtualHost)", ChecksNoSecret, "elsewhere.Status"),
            Fails("UploadTests.AbortStaleUploads_OfKilledProcesses_ClearsThemAway", "says of every upload that it was begun in 2010", "But was:  (2, 0)"),
            Fails("VersionTests.List_PutOverwriteDelete_TellsEachVersionOnce", ListsMarkersLast, "True, True, 0)"),
            Fails("VersionTests.ListPages_EachAtAnotherEndpoint_LoseAndRepeatNothing", ListsMarkersLast, "versions, Is.EqualTo(Ids(whole))"),
        ],
        ["s3rver"] =
        [
            NotRun(NeedsGatewayControlAttribute.Category, OneServer),
            Fails("AccessTests.NoCredentials_PrivateObject_IsAccessDenied", "serves unsigned requests", "no exception thrown"),
            Fails("AccessTests.WrongSecret_EveryOperation_IsAuthentication", ChecksNoSecret, "But was:  null"),
            Fails("AccessTests.OtherAccount_EveryOperation_IsAccessDenied", "has one account", "InvalidAccessKeyId"),
            Fails("AccessTests.OtherAccount_CreatesBucketOfTheSameName_IsConflict", "has one account", "InvalidAccessKeyId"),
            Fails("EndpointTests.TestEndpoint_ByAddress_TellsGoodKeysFromBad", ChecksNoSecret, "wrongSecret.IsAvailable"),
            Fails("BucketTests.Create_OwnBucketAgain_Succeeds", "does not tell one's own bucket from another's", "BucketAlreadyExists"),
            Fails("ConditionTests.Put_IfMatchOfAnotherETag_IsPreconditionFailedAndChangesNothing", "ignores conditions on PUT", "no exception thrown"),
            Fails("ConditionTests.Put_IfNoneMatchAny_StoresOnlyOnce", "ignores conditions on PUT", "no exception thrown"),
            Fails("ListTests.ListPages_DelimiterAndSmallPages_YieldEveryPrefixOnce", "does not count prefixes towards max-keys", "But was:  < 25 >"),
            Fails("ListTests.List_OddDelimiterAndPrefix_AreSentExactly", "groups by delimiters of one character only", "with 0 elements"),
            Fails("RangeTests.Get_Range_YieldsThoseBytesAndTellsWhere(bytes=-7,99993,7)", CountsRangesWrongly, "another part of the object"),
            Fails("RangeTests.Get_Range_YieldsThoseBytesAndTellsWhere(bytes=0-0,0,1)", CountsRangesWrongly, "another part of the object"),
            Fails("AwsCliTests.VersionedBucket_DeleteAndGet_TellVersions", HasNoVersions, "put-bucket-versioning"),
            Fails("AwsCliTests.Ours_ReadByAws_IsTheSame(dot dot first)", CollapsesPaths, "not valid due to the current state"),
            Fails("AwsCliTests.Ours_ReadByAws_IsTheSame(dot segments)", CollapsesPaths, "\"b/c\""),
            Fails("AwsCliTests.Ours_ReadByAws_IsTheSame(slashes)", RefusesEmptySegments, "failed: status 404."),
            Fails("AwsCliTests.TheirsOfAws_ReadByUs_IsTheSame(dot dot first)", CollapsesPaths, "\"../up\""),
            Fails("AwsCliTests.TheirsOfAws_ReadByUs_IsTheSame(dot segments)", CollapsesPaths, "\"b/c\""),
            Fails("AwsCliTests.TheirsOfAws_ReadByUs_IsTheSame(slashes)", RefusesEmptySegments, "(404)"),
            NotRun("AwsCliTests.Ours_ReadByAws_IsTheSame(1,024 bytes)", DiesOfLongKeys),
            NotRun("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(1,024 bytes)", DiesOfLongKeys),
            NotRun("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(1,024 bytes of two-byte characters)", DiesOfLongKeys),
            NotRun("DeleteManyTests.Delete_KeysOfAnyKind_AreGone", DiesOfLongKeys),
            Fails("AclTests.Put_Acl_LetsInWhoItSays", "has one account", "InvalidAccessKeyId"),
            Fails("AwsCliDescriptionTests.Versions_ListedByBoth_AreTheSame", HasNoVersions, "put-bucket-versioning"),
            Fails("AclTests.Put_ExpiresAndRedirect_AreReadBack(7340032)", "refuses a redirect for an upload in parts", "x-amz-website-redirect-location is not supported"),
            Fails("CopyTests.Copy_InParts_IsWholeAndKeepsDescriptionAndTags", "copies no parts", "NotImplemented"),
            NotRun("AwsCliTests.TheirsOfAws_ReadByUs_IsTheSame(1,024 bytes)", DiesOfLongKeys),
            NotRun("KeyTests.Key_OfAnyKind_IsStoredUnderExactlyThatName(1,024 bytes)", DiesOfLongKeys),
            NotRun("KeyTests.Key_OfAnyKind_IsStoredUnderExactlyThatName(1,024 bytes of two-byte characters)", DiesOfLongKeys),
            NotRun("KeyTests.Key_OfAnyKind_IsStoredUnderExactlyThatName(carriage return)", "lists it as a line feed: nobody can find it to delete it"),
            Fails("KeyTests.Key_OfAnyKind_IsStoredUnderExactlyThatName(leading slash)", RefusesEmptySegments, "failed: status 404."),
            Fails("KeyTests.Key_OfAnyKind_IsStoredUnderExactlyThatName(two slashes)", RefusesEmptySegments, "failed: status 404."),
            Fails("KeyTests.Key_OfAnyKind_IsStoredUnderExactlyThatName(only slashes)", RefusesEmptySegments, "failed: status 404."),
            Fails("KeyTests.Key_OfAnyKind_IsStoredUnderExactlyThatName(dot segment)", CollapsesPaths, "\"a/b\""),
            Fails("KeyTests.Key_OfAnyKind_IsStoredUnderExactlyThatName(dot dot segment)", CollapsesPaths, "\"b\""),
            Fails("KeyTests.Key_OfAnyKind_IsStoredUnderExactlyThatName(dot dot first)", CollapsesPaths, "\"../up\""),
            Fails("KeyTests.Key_ThatNamesAnotherBucket_StaysInItsOwn(\"../{0}/stray\")", CollapsesPaths, "\"stray\""),
            Fails("KeyTests.Key_ThatNamesAnotherBucket_StaysInItsOwn(\"a/../../{0}/stray\")", CollapsesPaths, "\"stray\""),
            Fails("KeyTests.Key_ThatNamesAnotherBucket_StaysInItsOwn(\"./../{0}/stray\")", CollapsesPaths, "\"stray\""),
            Fails("KeyTests.Keys_ThatDifferOnlyInForm_AreDifferentObjects", RefusesEmptySegments, "failed: status 404."),
            Fails("PresignedUrlByAwsTests.SameKey_BothUrls_DoTheSame(\"caf\u00e9//x\")", RefusesEmptySegments, "failed: status 404."),
            Fails("PresignedUrlByAwsTests.SameKey_BothUrls_DoTheSame", ChecksNoSecret, "But was:  (200, 204)"),
            Fails("PresignedUrlByAwsTests.Parts_PutByCurl_BecomeTheObject", ChecksNoSecret, "But was:  (200, 200)"),
            Fails("PresignedUrlTests.Put_ChecksumOfTheBytes_IsSigned", ChecksNoSecret, "But was:  (200, 200)"),
            Fails("PresignedUrlTests.Put_SignedHeaders_MustBeSentAsTheyAre", ChecksNoSecret, "But was:  200"),
            Fails("PresignedUrlTests.Put_BytesOfAnotherMd5_AreNotStored", "stores what is not of its MD5", "But was:  200"),
            Fails("PresignedUrlTests.Url_AnyOtherRequest_IsRefused", ChecksNoSecret, "But was:  200"),
            Fails("PresignedUrlTests.Url_SignedWithAnotherSecret_IsRefused", ChecksNoSecret, "But was:  200"),
            Fails("PresignedPostTests.Post_Expired_IsRefused", ChecksNoExpiry, "still taken long after its time"),
            Fails("PresignedPostTests.Post_Size_IsBounded(9,400)", ChecksNoPolicy, "But was:  204"),
            Fails("PresignedPostTests.Post_Size_IsBounded(1001,400)", ChecksNoPolicy, "But was:  204"),
            Fails("PresignedPostTests.Post_ToAnotherBucket_IsRefused", ChecksNoPolicy, "But was:  204"),
            Fails("PresignedPostTests.Post_TypePrefix_IsHeld(\"text/html\",403)", ChecksNoPolicy, "But was:  204"),
            Fails("PresignedPostTests.Post_Altered_IsRefused", ChecksNoPolicy, "But was:  204"),
            Fails("PresignedPostTests.Post_Variable_IsTheNameOfTheFile", "does not put the name of the file into the key", "up/${filename}"),
            Fails("PresignedPostTests.Post_ExactKey_IsStoredUnderIt(\"/a//../b/\")", CollapsesPaths, "\"b/\""),
            Fails("PresignedPostTests.Post_ToAPublicUrl_LeadsThere(VirtualHost)", "finds no bucket in the host name", "NoSuchBucket"),
            Fails("PresignedUrlTests.PublicUrl_OfAnotherHostName_IsSigned(VirtualHost)", "finds no bucket in the host name", "NoSuchBucket"),
            Fails("PresignedUrlTests.PutGetHeadDelete_AnyKey_Work(slashes)", RefusesEmptySegments, "404: Not Found"),
            Fails("PresignedUrlTests.Url_UsedByHttpClient_IsSentAsItWasSigned", RefusesEmptySegments, "failed: status 404."),
            Fails("PresignedUrlTests.Put_OnlyWhatIsNotThere_StoresOnce", "ignores conditions on PUT", "But was:  (200, 200, 200)"),
            Fails("PresignedUrlByAwsTests.Version_IsTheOneThatWasSigned", HasNoVersions, "put-bucket-versioning"),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(plus)", DecodesNoReserved, "NoSuchKey"),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(ampersand)", DecodesNoReserved, "NoSuchKey"),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(question mark)", DecodesNoReserved, "NoSuchKey"),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(hash)", DecodesNoReserved, "NoSuchKey"),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(equals)", DecodesNoReserved, "NoSuchKey"),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(query of an operation)", DecodesNoReserved, "NoSuchKey"),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(quotes and brackets)", DecodesNoReserved, "NoSuchKey"),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(other punctuation)", DecodesNoReserved, "NoSuchKey"),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(leading slash)", RefusesEmptySegments, "failed: status 404."),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(two slashes)", RefusesEmptySegments, "failed: status 404."),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(only slashes)", RefusesEmptySegments, "failed: status 404."),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(dot segment)", CollapsesPaths, "\"a/b\""),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(dot dot segment)", CollapsesPaths, "\"b\""),
            Fails("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(dot dot first)", CollapsesPaths, "\"../up\""),
            NotRun("CopyTests.Copy_KeyOfAnyKind_IsReadAndWrittenExactly(carriage return)", "lists it as a line feed: nobody can find it to delete it"),
            Fails("CopyTests.Copy_ToAnotherBucket_KeepsDescriptionAndTellsOfTheCopy", "copies no tags", "But was:  <string.Empty>"),
            Fails("CopyTests.Copy_Replacing_HasTheNewDescriptionAndTags", "copies no tags", "But was:  <string.Empty>"),
            Fails("CopyTests.Copy_ThroughThisProcess_IsAlike(1000)", "does not tell how many tags there are", "But was:  <string.Empty>"),
            Fails("CopyTests.Copy_InParts_Fails_LeavesNoUpload", ListsNoUploads, "list-multipart-uploads"),
            Fails("CopyTests.VersionedBucket_CopyMoveAndDeleteMany_TellVersions", HasNoVersions, "put-bucket-versioning"),
            Fails("MoveTests.Move_Object_IsThereAndNoLongerHere", RefusesEmptySegments, "failed: status 404."),
            Fails("DeleteManyTests.Delete_AnotherAccountsBucket_IsDeniedOrToldForEachKey", "has one account", "InvalidAccessKeyId"),
            Fails("VersionTests.UnversionedBucket_ListsItsObjectsAsNull", HasNoVersions, "MethodNotAllowed"),
            Fails("VersionTests.List_PutOverwriteDelete_TellsEachVersionOnce", HasNoVersions, "put-bucket-versioning"),
            Fails("VersionTests.Version_ReadHeadAndDeletedByItsId_IsThatOne", HasNoVersions, "put-bucket-versioning"),
            Fails("VersionTests.ListPages_EachAtAnotherEndpoint_LoseAndRepeatNothing", HasNoVersions, "put-bucket-versioning"),
            Fails("VersionTests.ListPages_AtOneEndpoint_LoseAndRepeatNothing", HasNoVersions, "put-bucket-versioning"),
            Fails("TaggingTests.Put_WithTags_HasThemAtOnce(10)", DropsHeaderTags, "But was:  <empty>"),
            Fails("TaggingTests.Put_WithTags_HasThemAtOnce(7340032)", "does not tell how many tags there are", "head!.TagCount"),
            Fails("TaggingTests.Tags_ReplacedAndDeleted_AreGone", "deletes no tags", "DeleteObjectTagging"),
            Fails("AwsCliDescriptionTests.Tags_OursAndTheirs_AreReadByTheOther", DropsHeaderTags, "But was:  <empty>"),
            Fails("AwsCliDescriptionTests.Headers_OursAndTheirs_AreReadByTheOther", "tells grants without permissions", "The given key was not present"),
            Fails("UploadTests.OpenWrite_Aborted_LeavesNothingBehind", ListsNoUploads, "ListMultipartUploads"),
            Fails("UploadTests.UploadFile_ProcessIsKilled_TheNextSendsOnlyTheRest", ListsNoUploads, "ListMultipartUploads"),
            Fails("UploadTests.AbortStaleUploads_OfKilledProcesses_ClearsThemAway", ListsNoUploads, "ListMultipartUploads"),
            NotRun("DownloadTests.Download_OverwrittenMeanwhile_SaysSo", "overwrites in place: who reads meanwhile may get bytes of both, under the old ETag"),
            Fails("UploadTests.OpenWrite_FortyMegabytes_EveryByteArrives", GivesPlainETags, "String ending with \"-5\""),
            Fails("DirectoryTests.Sync_ObjectInParts_GoesByTime", GivesPlainETags, "String ending with \"-2\""),
            Fails("DirectoryTests.Download_KeysThatLeadOut_AreRefusedAndNothingIsWritten", RefusesEmptySegments, "failed: status 404."),
        ],
    };

    public static IEnumerable<(string Server, KnownGap Gap)> All => ByServer.SelectMany(static entry => entry.Value.Select(gap => (entry.Key, gap)));

    /// <summary>The gap of the server under test that concerns this test, if any.</summary>
    public static KnownGap? Of(ITest test)
    {
        if (!ByServer.TryGetValue(TestServers.Server, out var gaps) || test.ClassName is null)
        {
            return null;
        }

        var type = test.ClassName[(test.ClassName.LastIndexOf('.') + 1)..];
        string[] names = [type, $"{type}.{test.MethodName}", $"{type}.{test.Name}", .. CategoriesOf(test)];
        return gaps.FirstOrDefault(gap => names.Contains(gap.Test, StringComparer.Ordinal));
    }

    /// <summary>The categories of the test and of the fixture that it stands in.</summary>
    public static IEnumerable<string> CategoriesOf(ITest test)
    {
        for (var at = test; at is not null; at = at.Parent)
        {
            foreach (var category in at.Properties[PropertyNames.Category])
            {
                yield return (string)category;
            }
        }
    }

    private static KnownGap Fails(string test, string reason, string shows) => new(test, reason, shows);

    private static KnownGap NotRun(string test, string reason) => new(test, reason, Shows: null);
}
