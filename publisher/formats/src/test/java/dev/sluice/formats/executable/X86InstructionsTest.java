package dev.sluice.formats.executable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class X86InstructionsTest {
  private static final int NONE = -1;

  /// @param displacement where it stands in the instruction, [#NONE] if there is none of 32 bits
  /// @param immediate the same
  record Instruction(
      String text, String bytes, int displacement, boolean isRelative, int immediate) {
    static Instruction plain(String text, String bytes) {
      return new Instruction(text, bytes, NONE, false, NONE);
    }

    static Instruction nearby(String text, String bytes, int displacement) {
      return new Instruction(text, bytes, displacement, true, NONE);
    }

    static Instruction based(String text, String bytes, int displacement) {
      return new Instruction(text, bytes, displacement, false, NONE);
    }

    static Instruction immediate(String text, String bytes, int immediate) {
      return new Instruction(text, bytes, NONE, false, immediate);
    }
  }

  static List<Instruction> instructions() {
    return List.of(
        Instruction.plain("ret", "c3"),
        Instruction.plain("nop", "90"),
        Instruction.plain("push %r12", "4154"),
        Instruction.plain("endbr64", "f30f1efa"),
        Instruction.plain("jne +5", "7505"),
        Instruction.plain("mov 0x8(%rsp),%rax", "488b442408"),
        Instruction.plain("movabs $0x1122334455667788,%rax", "48b88877665544332211"),
        Instruction.plain("testb $1,0x8(%rdi)", "f6470801"),
        Instruction.plain("notq (%rdi)", "48f717"),
        Instruction.plain("mov $0x1234,%ax", "66b83412"),
        Instruction.plain("shl $3,%rax", "48c1e003"),
        Instruction.plain("enter $16,$0", "c8100000"),
        Instruction.plain("vaddps %ymm1,%ymm2,%ymm3", "c5ec58d9"),
        Instruction.plain("vpermq $1,%ymm1,%ymm2", "c4e3fd00d101"),
        Instruction.plain("vmovdqu64 (%rdi),%zmm1", "62f1fe486f0f"),
        Instruction.plain("pshufb %xmm1,%xmm0", "660f3800c1"),
        Instruction.plain("palignr $4,%xmm1,%xmm0", "660f3a0fc104"),
        Instruction.immediate("call", "e811223344", 1),
        Instruction.immediate("jmp", "e911223344", 1),
        Instruction.immediate("je", "0f8411223344", 2),
        Instruction.immediate("bnd jmp", "f2e911223344", 2),
        Instruction.immediate("push $0x44332211", "6811223344", 1),
        Instruction.immediate("mov $0x44332211,%eax", "b811223344", 1),
        Instruction.immediate("mov $0x44332211,%rax", "48c7c011223344", 3),
        Instruction.immediate("testl $0x44332211,(%rdi)", "f70711223344", 2),
        Instruction.nearby("lea 0x44332211(%rip),%rdi", "488d3d11223344", 3),
        Instruction.nearby("jmp *0x44332211(%rip)", "ff2511223344", 2),
        Instruction.nearby("cmpb $0,0x44332211(%rip)", "803d1122334400", 2),
        Instruction.nearby("movdqa 0x44332211(%rip),%xmm0", "660f6f0511223344", 4),
        Instruction.nearby("vmovdqa 0x44332211(%rip),%ymm0", "c5fd6f0511223344", 4),
        Instruction.nearby("vpshufb 0x44332211(%rip),%xmm1,%xmm2", "c4e271001511223344", 5),
        new Instruction("movl $1,0x44332211(%rip)", "c7051122334401000000", 2, true, 6),
        Instruction.based("nopw %cs:0x0(%rax,%rax,1)", "662e0f1f840000000000", 6),
        Instruction.based("mov 0x44332211(%rax),%eax", "8b8011223344", 2),
        Instruction.based("mov 0x44332211(,%rax,8),%rax", "488b04c511223344", 4),
        Instruction.based("mov %fs:0x44332211,%rax", "64488b042511223344", 5));
  }

  @ParameterizedTest
  @MethodSource("instructions")
  void givenInstruction_whenStepping_thenFindsItsEndAndItsOperands(Instruction instruction) {
    var bytes = HexFormat.of().parseHex(instruction.bytes());
    var instructions = new X86Instructions();
    instructions.on(Arrays.copyOf(bytes, bytes.length + X86Instructions.LONGEST));

    int next = instructions.step(0);

    assertThat(next).isEqualTo(bytes.length);
    assertThat(instructions.displacementAt()).isEqualTo(instruction.displacement());
    assertThat(instructions.immediateAt()).isEqualTo(instruction.immediate());
    assertThat(instructions.displacementAt() >= 0 && instructions.isRelative())
        .isEqualTo(instruction.isRelative());
  }
}
