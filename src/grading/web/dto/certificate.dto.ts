import { ApiProperty } from '@nestjs/swagger';

export class IssuedCertificateDto {
  @ApiProperty({ type: String, description: 'Random, of 128 bits and more: it cannot be guessed.' })
  code!: string;
  @ApiProperty({ type: String, format: 'uri', description: 'Where anybody who holds it checks it.' })
  address!: string;
  @ApiProperty({ type: String, description: 'Hex SHA-256 of what it says, as canonical JSON.' })
  contentHash!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  issuedAt!: Date;
}

class CertificatePartDto {
  @ApiProperty({ type: String })
  part!: string;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  points!: number;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  maximum!: number;
}

export class CertificateDto {
  @ApiProperty({
    type: String,
    enum: ['genuine', 'replaced', 'pending', 'withdrawn'],
    description:
      'replaced: the result was changed since. pending: it is being worked out anew. withdrawn: the sitting is void.',
  })
  standing!: 'genuine' | 'replaced' | 'pending' | 'withdrawn';
  @ApiProperty({ type: String, description: 'Code of the competition.' })
  competition!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  session!: string;
  @ApiProperty({ type: String, format: 'date' })
  date!: string;
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  points!: number;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  maximum!: number;
  @ApiProperty({ type: [CertificatePartDto] })
  parts!: CertificatePartDto[];
  @ApiProperty({ type: Boolean })
  passed!: boolean;
  @ApiProperty({ type: String, description: 'Hex SHA-256 of what it says, as canonical JSON.' })
  contentHash!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  issuedAt!: Date;
}
