package dev.sluice.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// The bucket as an edge node may see it: to be read, each byte counted as it is handed out.
final class EdgeView extends ForwardingBlobStore {
  private final AtomicLong bytes = new AtomicLong();

  EdgeView(BlobStore delegate) {
    super(delegate);
  }

  long bytes() {
    return bytes.get();
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    ResponseInputStream<GetObjectResponse> blob = super.getBlob(request);
    return new ResponseInputStream<>(
        blob.response(), AbortableInputStream.create(new Counted(blob), blob));
  }

  @Override
  public CreateBucketResponse createContainer(CreateBucketRequest request) {
    throw denied();
  }

  @Override
  public void clearContainer(ListObjectsV2Request request) {
    throw denied();
  }

  @Override
  public void deleteContainer(String container) {
    throw denied();
  }

  @Override
  public void deleteBucket(String container) {
    throw denied();
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
    throw denied();
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    throw denied();
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    throw denied();
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    throw denied();
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream body) {
    throw denied();
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    throw denied();
  }

  private static RuntimeException denied() {
    return S3Exception.builder()
        .statusCode(403)
        .message("an edge node may only read")
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode("AccessDenied")
                .errorMessage("an edge node may only read")
                .build())
        .build();
  }

  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      if (value >= 0) {
        bytes.incrementAndGet();
      }
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count > 0) {
        bytes.addAndGet(count);
      }
      return count;
    }
  }
}
