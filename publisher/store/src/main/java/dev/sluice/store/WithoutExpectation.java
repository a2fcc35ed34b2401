package dev.sluice.store;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Sends bodies without asking first.
///
/// The SDK adds `Expect: 100-continue` to every upload. When the server refuses at once, as it does
/// for a conditional write that comes second, the JDK's URL connection loses the answer behind an
/// "unexpected end of file". What goes through this client is small, so asking saves nothing.
final class WithoutExpectation implements ExecutionInterceptor {
  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    return context.httpRequest().toBuilder().removeHeader("Expect").build();
  }
}
